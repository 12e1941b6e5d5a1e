/** Mistakes in the address of a session endpoint that its text alone shows. The snippet builder reads them, too. */
import { isLoopback, isSolifynApi, parseHttpUrl } from '../request-rules.ts';
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
  /^(?:dash\.cloudflare\.com|(?:www\.|gist\.)?(?:github|gitlab|vercel)\.com|raw\.githubusercontent\.com|app\.netlify\.com|(?:dash|console)\.deno\.com|(?:[\w-]+\.)?console\.aws\.amazon\.com|console\.cloud\.google\.com|portal\.azure\.com|dashboard\.render\.com|(?:(?:www|app|dashboard|docs)\.)?solifyn\.com)$/;

/** Where WordPress is administered. Some plugins of shops answer at `admin-ajax.php`. */
const WORDPRESS_ADMIN = /\/wp-(?:admin\/(?!admin-ajax\.php)|login\.php)/;

/** `<https://shop.com>`, `<a href="https://shop.com">`, `[shop](https://shop.com)`: a link in HTML or Markdown. */
const LINK_MARKUP = /^[<[(].*?(https?:\/\/[^\s<>"')\]]+)/i;

/** `C:\session.js`, `file:///C:/session.js`, `/Users/me/session.js`. */
const LOCAL_FILE = /^(?:file:|[a-z]:[\\/]|\/(?:Users|home)\/[^/]+\/.*\.(?:[cm]?[jt]s|php)$|\/var\/www\/)/i;

const EMAIL = /^(?:mailto:)?[^\s/@:]+@[^\s/@]+\.[a-z]+$/i;

/** An id of Solifyn alone. */
const SOLIFYN_ID = /^(prod|col)_\w+$/;

/** `https://user:password@shop.com`. */
const USER_INFO = /^(https?:\/\/)[^/?#\s]*@/i;

/** `https://shop .com`, `https://a.shop.com https://b.shop.com`. A browser accepts a space in the path. */
const SPACE = /^https?:\/\/[^/?#]*\s|\shttps?:/i;

/** `https://shop.com:99999`, `https://shop.com:port`. */
const WRONG_PORT =
  /^https?:\/\/[^/?#:]+:(?!\d{0,4}(?:[/?#]|$)|[1-5]\d{4}(?:[/?#]|$)|6[0-5]\d{3}(?:[/?#]|$))/i;

const ITS_OWN_ADDRESS =
  'Write the address of your session endpoint: the small program on your server that keeps the secret key and creates checkouts.';

export const NOT_AN_ADDRESS: Mistake = {
  text: 'is not an address that a page can send a request to.',
  fix: 'Write an address that begins with https://, or a path such as /solifyn/session.',
};

/** @returns `undefined` if the address can be that of a session endpoint */
export function findAddressMistake(address: string): Mistake | undefined {
  return (
    findSecret(address) ??
    findLinkMarkup(address) ??
    findExample(address) ??
    findOtherKind(address) ??
    findWrongPart(address) ??
    findMissingScheme(address) ??
    findWrongTarget(address)
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

function findLinkMarkup(address: string): Mistake | undefined {
  const link = LINK_MARKUP.exec(address)?.[1];
  if (!link || isExampleAddress(link)) return undefined;
  return { text: 'has other characters around the address.', fix: 'Write the address alone:', code: link };
}

/** Something that is no address of the web at all. */
function findOtherKind(address: string): Mistake | undefined {
  if (LOCAL_FILE.test(address))
    return {
      text: 'is a file on a computer. A page cannot send a request to a file.',
      fix: 'Deploy (publish) the session endpoint. Then write the https:// address that your host shows.',
    };
  if (EMAIL.test(address)) return { text: 'is an e-mail address.', fix: ITS_OWN_ADDRESS };
  const kind = SOLIFYN_ID.exec(address)?.[1];
  if (!kind) return undefined;
  return {
    text: `is the id of a ${kind === 'col' ? 'collection' : 'product'}, which belongs on the button.`,
    fix: ITS_OWN_ADDRESS,
  };
}

/** An address of the web with a part that no endpoint can have. */
function findWrongPart(address: string): Mistake | undefined {
  if (USER_INFO.test(address))
    return {
      text: 'contains a user name or a password, which everybody could read. Browsers refuse such addresses.',
      fix: 'Write it like this:',
      code: address.replace(USER_INFO, '$1'),
    };
  if (SPACE.test(address))
    return {
      text: 'contains a space, or it is more than one address.',
      fix: 'Write one address, without spaces.',
    };
  if (WRONG_PORT.test(address))
    return {
      text: 'has an invalid port. The port is the number after the colon, up to 65535.',
      fix: 'Write the port that your host shows. Most addresses have none: then remove the colon, too.',
    };
  return undefined;
}

/** Backslashes. A browser reads most of them as slashes, so that such an address works. */
export function findBackslashes(address: string): Mistake | undefined {
  if (!address.includes('\\')) return undefined;
  const path = address.replaceAll('\\', '/');
  return {
    text: 'has backslashes (\\) where an address has slashes (/).',
    fix: 'Write it like this:',
    code: findMissingScheme(path)?.code ?? path,
  };
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
  if (WORDPRESS_ADMIN.test(url.pathname))
    return {
      text: 'is a page of WordPress for you, not a session endpoint.',
      fix: 'Copy the address of the endpoint from Settings → Solifyn.',
    };
  if (SCRIPT_FILE.test(url.pathname))
    return { text: 'is the address of the script, not of a session endpoint.', fix: ITS_OWN_ADDRESS };
  if (isServerWithoutDot(url))
    return address.startsWith('//')
      ? {
          text: `begins with more than one slash, so a browser reads “${url.hostname}” as the name of a server.`,
          fix: 'Write it like this:',
          code: address.replace(/^\/+/, '/'),
        }
      : {
          text: `names the server “${url.hostname}”. Without a dot that is not a server on the internet.`,
          fix: 'Compare the address with the one that your host shows.',
        };
  if (DASHBOARD.test(url.hostname))
    return {
      text: `is a page of ${url.hostname} for you, not a session endpoint.`,
      fix: 'Write the address that your host shows for the deployed endpoint. Open it in a browser: the page shows “This is a working session endpoint”.',
    };
  return undefined;
}

/** Our own script, and its parts. */
const SCRIPT_FILE = /\/solifyn-buy-button[^/]*\.js$/;

/** An IPv6 address has colons instead. */
function isServerWithoutDot({ hostname }: URL): boolean {
  return !/[.:]/.test(hostname) && !isLoopback(hostname);
}

function isCheckoutPage({ hostname, pathname }: URL): boolean {
  return /(?:^|\.)solifyn\.com\.?$/.test(hostname) && /^\/(?:checkout|buy|pay)\b/.test(pathname);
}
