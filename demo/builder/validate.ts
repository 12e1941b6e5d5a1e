/** What must be corrected before a snippet sells. Pure: the same in a browser, in a static site and in tests. */
import { findAddressMistake, findBackslashes } from '../../src/diagnostics/address-mistakes.ts';
import { contrastRatio, MIN_CONTRAST, parseColor } from '../../src/diagnostics/contrast.ts';
import { isExampleAddress, isExampleId, isUnfilledTemplate } from '../../src/diagnostics/example-values.ts';
import { hasSecretKey } from '../../src/diagnostics/secret-key.ts';
import { isLoopback, isPrice, isSolifynApi, parseHttpUrl, parseText } from '../../src/request-rules.ts';
import type { Choice } from './choice.ts';
import { parseVariants } from './variants.ts';

/** A sentence about one field. */
export interface Mistake {
  field: keyof Choice;
  /** An `error` keeps the snippet from selling, a `warning` does not. */
  level: 'error' | 'warning';
  text: string;
}

const KINDS = {
  product: { prefix: 'prod_', other: 'col_', otherNoun: 'collection' },
  collection: { prefix: 'col_', other: 'prod_', otherNoun: 'product' },
} as const;

const NO_SECRETS =
  'This is a secret key. It must never be in a page: delete it in your Solifyn dashboard, create a new one, and give that to your session endpoint only.';

/** Every mistake in the choice, in the order of the form. */
export function findMistakes(choice: Choice): Mistake[] {
  const checks: [field: keyof Choice, text: string | undefined][] = [
    // Then the variants have ids of their own.
    ['id', hasVariants(choice) ? undefined : checkId(choice.sells, choice.id)],
    ['code', checkCode(choice.code)],
    ...(choice.route === 'endpoint' ? checkForm(choice) : []),
    ['successUrl', isEmbedded(choice) ? checkSuccessUrl(choice.successUrl) : undefined],
    ['label', hasSecretKey(choice.label) ? NO_SECRETS : undefined],
    ['endpoint', choice.route === 'endpoint' ? checkEndpoint(choice.endpoint) : undefined],
    ['link', checkLink(choice.link)],
  ];
  const errors = checks.flatMap(([field, text]): Mistake[] =>
    text ? [{ field, level: 'error', text }] : [],
  );
  return [...errors, ...findWarnings(choice, errors)];
}

/** Whether the checkout opens within the page. */
export function isEmbedded({ mode, route }: Choice): boolean {
  return route === 'endpoint' && (mode === 'modal' || mode === 'inline');
}

/** Whether the buyer chooses one of several products. */
export function hasVariants({ route, form }: Choice): boolean {
  return route === 'endpoint' && form === 'variants';
}

export function checkId(sells: Choice['sells'], value: string): string | undefined {
  const id = value.trim();
  const { prefix, other, otherNoun } = KINDS[sells];
  const copyIt = `Copy the id of your ${sells} from your Solifyn dashboard. It begins with ${prefix}`;
  if (!id) return `Enter an id. ${copyIt}`;
  if (hasSecretKey(id)) return NO_SECRETS;
  if (id.startsWith(other))
    return `An id that begins with ${other} is that of a ${otherNoun}. Choose “A ${otherNoun}” above.`;
  if (isUnfilledTemplate(id) || isExampleId(id)) return `This is an example from the instructions. ${copyIt}`;
  if (parseText(id) === undefined || !new RegExp(`^${prefix}[\\w-]+$`).test(id))
    return `“${id.slice(0, 40)}” is not an id. ${copyIt}`;
  return undefined;
}

function checkCode(value: string): string | undefined {
  if (hasSecretKey(value)) return NO_SECRETS;
  return value.trim() && parseText(value) === undefined
    ? 'A discount code is a word of at most 500 characters.'
    : undefined;
}

function checkForm({ form, variants, bundle, minPrice }: Choice): [keyof Choice, string | undefined][] {
  if (form === 'variants') return [['variants', checkVariants(variants)]];
  if (form === 'bundle') return [['bundle', checkId('collection', bundle)]];
  if (form === 'price' && !isPrice(Number(minPrice || NaN)))
    return [['minPrice', 'Enter the lowest price as a number, such as 5 or 9.50.']];
  return [];
}

function checkVariants(text: string): string | undefined {
  const variants = parseVariants(text);
  if (variants.length < 2) return 'Enter at least two variants, one per line: the product id, then its name.';
  for (const [index, { id, name }] of variants.entries()) {
    const mistake = checkId('product', id);
    if (mistake) return `Line ${index + 1}: ${mistake}`;
    if (!name) return `Line ${index + 1}: write a name after the id, such as “${id} Yearly”.`;
  }
  return undefined;
}

function checkEndpoint(value: string): string | undefined {
  const address = value.trim();
  if (!address)
    return 'Enter the address of your session endpoint. If you have none yet, choose “My checkout link alone” above.';
  const mistake = findAddressMistake(address) ?? findBackslashes(address);
  if (mistake) return `This address ${mistake.text} ${mistake.fix}${mistake.code ? ` ${mistake.code}` : ''}`;
  if (!/^https?:\/\/|^\//i.test(address))
    return `Write the whole address, beginning with https://, or a path that begins with a slash: /${address}`;
  return checkHttps(address);
}

function checkLink(value: string): string | undefined {
  const address = value.trim();
  if (!address) return undefined;
  if (hasSecretKey(address)) return NO_SECRETS;
  const url = parseHttpUrl(address);
  if (!url) return 'Write the whole address of your checkout link, beginning with https://';
  if (isExampleAddress(address))
    return 'This is an example from the instructions. Copy the checkout link from your Solifyn dashboard.';
  if (isSolifynApi(url))
    return 'This is the Solifyn API, not a page that buyers can open. Copy the checkout link from your Solifyn dashboard.';
  return checkHttps(address);
}

function checkSuccessUrl(value: string): string | undefined {
  const address = value.trim();
  if (!address) return undefined;
  if (hasSecretKey(address)) return NO_SECRETS;
  // The placeholders of the receipt are no template that was left open.
  const plain = address.replaceAll(/\{(?:CHECKOUT|RECEIPT)_ID\}/g, 'x');
  const isPath = /^\/(?!\/)/.test(plain);
  if (!isPath && !parseHttpUrl(plain))
    return 'Write the whole address of your thank-you page, beginning with https://, or a path such as /thanks';
  if (isExampleAddress(plain))
    return 'This is an example from the instructions. Write the address of your own page.';
  return isPath ? undefined : checkHttps(plain);
}

function checkHttps(address: string): string | undefined {
  const url = parseHttpUrl(address);
  return url?.protocol === 'http:' && !isLoopback(url.hostname)
    ? 'Write https:// at the beginning. Browsers block http: addresses on a site with https.'
    : undefined;
}

function findWarnings(choice: Choice, errors: Mistake[]): Mistake[] {
  const warnings: Mistake[] = [];
  const add = (field: keyof Choice, text: string) => warnings.push({ field, level: 'warning', text });
  for (const field of ['endpoint', 'link'] as const) {
    const url = parseHttpUrl(choice[field]);
    const isUsed = field === 'link' || choice.route === 'endpoint';
    if (url && isUsed && isLoopback(url.hostname) && !errors.some((error) => error.field === field))
      add(field, 'This address means “this computer”. It works for your own tests, but for no buyer.');
  }
  if (choice.route === 'link') {
    if (choice.code)
      add('code', 'A plain link sends no discount code. For that you need a session endpoint.');
    if (choice.mode !== 'redirect')
      add(
        'mode',
        'A plain link always opens the checkout on the same page. The other ways need a session endpoint.',
      );
    if (choice.form !== 'none')
      add('form', 'A plain link sends no choice of the buyer. For that you need a session endpoint.');
  }
  if (choice.form === 'bundle' && choice.sells === 'collection')
    add('form', 'The checkbox replaces a product by a collection, so choose “A product” above.');
  const ratio = contrastOf(choice);
  if (ratio !== undefined && ratio < MIN_CONTRAST)
    add(
      choice.appearance === 'outline' ? 'background' : 'color',
      `The text is hard to read: the contrast is ${ratio.toFixed(1)} to 1, and ${MIN_CONTRAST} to 1 is needed. Choose a darker or lighter colour.`,
    );
  return warnings;
}

/** The contrast of the text; an outlined button has the page behind it, which is white or dark. */
function contrastOf({ appearance, background, color, theme }: Choice): number | undefined {
  const fill = parseColor(background);
  const page = parseColor(theme === 'dark' ? '#121417' : '#ffffff');
  const text = parseColor(color);
  if (appearance === 'plain' || !fill || !page || !text) return undefined;
  return appearance === 'outline' ? contrastRatio(fill, page) : contrastRatio(text, fill);
}
