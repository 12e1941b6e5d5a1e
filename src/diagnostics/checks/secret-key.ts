import type { DiagnosticsContext } from '../diagnostics-context.ts';
import { error, WEIGHT, type Finding } from '../finding.ts';
import { findAll, tagOf } from '../page-elements.ts';
import { hasSecretKey } from '../secret-key.ts';

/** Attributes that are named like a key, whatever their value looks like. */
const KEY_ATTRIBUTE = /^(?:data-)?(?:solifyn-)?(?:api-?key|secret(?:-?key)?|api-?secret|bearer)$/i;

/** A page of the shop, or the page around it, can hold a key in any attribute, script or text. */
export function findKeysInPage(): string[] {
  const places = findAll('*').flatMap((element) => {
    const attributes = [...element.attributes]
      .filter(
        ({ name, value }) => hasSecretKey(value) || (KEY_ATTRIBUTE.test(name) && isOurs(element) && value),
      )
      .map(({ name }) => `the attribute ${name} of ${tagOf(element)}`);
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && hasSecretKey(node.nodeValue ?? ''),
    );
    const text = element.localName === 'script' ? 'a script in the page' : `the text of ${tagOf(element)}`;
    return hasText ? [...attributes, text] : attributes;
  });
  return [...new Set(places)];
}

function isOurs(element: Element): boolean {
  return (
    element.localName.startsWith('solifyn-') ||
    [...element.attributes].some(
      ({ name, value }) => name.includes('solifyn') || value.includes('solifyn-buy-button'),
    )
  );
}

/** Whether the secret key is where every visitor can read it. The key itself is never shown. */
export function checkSecretKey(
  placesInPage: readonly string[],
  { configuration }: Pick<DiagnosticsContext, 'configuration'>,
): Finding[] {
  const places = [...placesInPage, ...placesInConfiguration(configuration)];
  if (hasSecretKey(decode(location.href))) places.push('the address of this page');
  if (!places.length) return [];
  return [
    error(
      `A secret key is in this page: in ${places.slice(0, 3).join(', and in ')}. Everybody who visits the page can read it and use your Solifyn account.`,
      'Delete this key in your Solifyn dashboard now and create a new one. Take the key out of the page, and give the new one to your session endpoint only.',
      { weight: WEIGHT.secretKey },
    ),
  ];
}

function placesInConfiguration({
  headers,
  endpoint,
  ...settings
}: DiagnosticsContext['configuration']): string[] {
  const places: string[] = [];
  for (const [name, value] of Object.entries(typeof headers === 'object' ? headers : {}))
    if (hasSecretKey(value)) places.push(`the header ${name} that configure() sets`);
    else if (/^authorization$/i.test(name)) places.push('the header Authorization that configure() sets');
  for (const [name, value] of Object.entries({ endpoint, ...settings }))
    if (typeof value === 'string' && hasSecretKey(decode(value)))
      places.push(`the option ${name} of configure()`);
  return places;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
