/** Mistakes in the address of a session endpoint that its text alone shows. The snippet builder reads them, too. */
import { isSolifynApi, parseHttpUrl } from '../request-rules.ts';
import { isExampleAddress, isUnfilledTemplate } from './example-values.ts';
import { hasSecretKey } from './secret-key.ts';

/** What is wrong, as the end of a sentence, and what to do. */
export interface Mistake {
  text: string;
  fix: string;
  /** The address as it was probably meant. */
  code?: string;
}

/** `pay.shop.com/session`, but not `session.php`: a host without `https://` before it. */
const BARE_HOST =
  /^(?:[a-z0-9-]+\.)+(?!(?:php|html?|aspx?|jsp|cgi|py|js|ts|json)(?:[/?#]|$))[a-z]{2,}(?::\d+)?(?:[/?#]|$)/i;

/** `localhost:8787`, where a browser reads `localhost:` as a scheme such as `https:`. */
const BARE_LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/?#]|$)/i;

/** `https:/shop.com`, `https//shop.com`, `https;//shop.com`, `htps://shop.com`. */
const BROKEN_SCHEME = /^(?:https?(?!:\/\/[^/])|htt?ps?|hhttps?|ttps?)\s*(?:[:;]\s*\/*|\/+)\s*(?=[\w[])/i;

/** `https://https://shop.com`: pasted behind what was there already. */
const DOUBLE_SCHEME = /^https?:\/+(?=https?:)/i;

/** Where sellers administer their hosts and their shop. */
const DASHBOARD =
  /^(?:dash\.cloudflare\.com|(?:www\.)?(?:github|gitlab|vercel)\.com|app\.netlify\.com|(?:(?:www|app|dashboard)\.)?solifyn\.com)$/;

const ITS_OWN_ADDRESS =
  'Write the address of your session endpoint: the small program on your server that keeps the secret key and creates checkouts.';

export const NOT_AN_ADDRESS: Mistake = {
  text: 'is not an address that a page can send a request to.',
  fix: 'Write an address that begins with https://, or a path such as /solifyn/session.',
};

/** @returns `undefined` if the address can be that of a session endpoint */
export function findAddressMistake(address: string): Mistake | undefined {
  return (
    findSecret(address) ?? findExample(address) ?? findMissingScheme(address) ?? findWrongTarget(address)
  );
}

function findSecret(address: string): Mistake | undefined {
  if (!hasSecretKey(address)) return undefined;
  return { text: 'contains a secret key, which everybody could read.', fix: ITS_OWN_ADDRESS };
}

function findExample(address: string): Mistake | undefined {
  if (isUnfilledTemplate(address))
    return { text: 'is a field that your site builder did not fill in.', fix: ITS_OWN_ADDRESS };
  return isExampleAddress(address)
    ? { text: 'is the example from the instructions, not an address of yours.', fix: ITS_OWN_ADDRESS }
    : undefined;
}

/** @returns `undefined` if the address begins as an address of the web or a path does */
export function findMissingScheme(address: string): Mistake | undefined {
  if (BARE_LOOPBACK.test(address))
    return {
      text: 'has no http:// at its beginning.',
      fix: 'For tests on this computer, write:',
      code: `http://${address}`,
    };
  if (BARE_HOST.test(address))
    return {
      text: 'has no https:// at its beginning, so a browser reads it as a page of this site.',
      fix: 'Write it like this:',
      code: `https://${address}`,
    };
  if (DOUBLE_SCHEME.test(address))
    return {
      text: 'begins with https:// twice.',
      fix: 'Write it like this:',
      code: address.replace(DOUBLE_SCHEME, ''),
    };
  const isBroken = BROKEN_SCHEME.test(address) && !/^https?:\/\//i.test(address);
  return isBroken
    ? {
        text: 'does not begin with https:// in exactly this spelling.',
        fix: 'Write it like this:',
        code: `https://${address.replace(BROKEN_SCHEME, '')}`,
      }
    : undefined;
}

/** A relative address is resolved against any page, so that only its form counts here. */
const ANY_PAGE = 'https://page.invalid/';

function findWrongTarget(address: string): Mistake | undefined {
  const url = parseHttpUrl(address, ANY_PAGE);
  if (!url) return NOT_AN_ADDRESS;
  if (isSolifynApi(url))
    return {
      text: 'is the Solifyn API. It needs your secret key, which a web page cannot keep, so a click sends nothing there.',
      fix: ITS_OWN_ADDRESS,
    };
  if (isCheckoutPage(url))
    return {
      text: 'is a checkout page of Solifyn, not a session endpoint.',
      fix: 'A checkout link belongs into the button: <a href="…">Buy now</a>. Then the button works without an endpoint, too.',
    };
  if (url.hostname.includes(','))
    return { text: 'has a comma where a dot belongs.', fix: 'Write the address with a dot.' };
  if (DASHBOARD.test(url.hostname))
    return {
      text: `is a page of ${url.hostname} for you, not a session endpoint.`,
      fix: 'Write the address that your host shows for the deployed endpoint. Open it in a browser: the page shows “This is a working session endpoint”.',
    };
  return undefined;
}

function isCheckoutPage({ hostname, pathname }: URL): boolean {
  return /(?:^|\.)solifyn\.com\.?$/.test(hostname) && /^\/(?:checkout|buy|pay)\b/.test(pathname);
}
