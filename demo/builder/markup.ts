/** The pieces of HTML that snippets are made of. */
import type { Choice } from './choice.ts';
import { toProperties } from './appearance.ts';
import { hasVariants, isEmbedded } from './validate.ts';
import { linkOf, type SnippetData } from './snippet-data.ts';

/** What this version of the button is, and where it is published. */
export interface Release {
  version: string;
  /** `sha384-…` of the classic script. */
  integrity: string;
  /** Address of the folder of the scripts, with a slash at its end. */
  folder: string;
}

/** What a snippet is made of. */
export interface Parts {
  choice: Choice;
  data: SnippetData;
  release: Release;
  /** The text on the button. */
  text: string;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** The script tag, with a stylesheet before it if the seller wants one. `integrity` ties it to exactly this version. */
export function scriptTag({ choice, data, release }: Parts, more = ''): string {
  const src = `${release.folder}solifyn-buy-button.umd.js`;
  const endpoint = choice.route === 'endpoint' ? ` data-endpoint="${escapeHtml(data.endpoint)}"` : '';
  const script = `<script async src="${escapeHtml(src)}" integrity="${release.integrity}" crossorigin="anonymous"${endpoint}${more}></script>`;
  const sheet = `<link rel="stylesheet" href="${escapeHtml(release.folder)}solifyn-buy-button.css">`;
  return choice.stylesheet === 'yes' ? `${sheet}\n${script}` : script;
}

/** The attributes of the element by name, without those that have their default. */
export function attributesOf({ choice, data }: Parts): [name: string, value: string][] {
  const { route, sells, mode, gateway, language, theme } = choice;
  const isVariants = hasVariants(choice);
  const isWithinPage = isEmbedded(choice);
  const all: [string, string][] = [
    [isVariants ? 'product-id' : `${sells}-id`, isVariants ? (data.variants[0]?.id ?? '') : data.id],
    ['discount-code', route === 'endpoint' ? data.code : ''],
    ['mode', route === 'link' || mode === 'redirect' ? '' : mode],
    ['gateway', isWithinPage && gateway !== 'whop' ? gateway : ''],
    ['success-url', isWithinPage ? data.successUrl : ''],
    ['theme', theme === 'auto' ? '' : theme],
    ['lang', language],
  ];
  return all.filter(([, value]) => value);
}

export function attributeText(parts: Parts): string {
  return attributesOf(parts)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');
}

/** The look as a `style` attribute. */
function styleText(choice: Choice): string {
  const properties = toProperties(choice).map(([name, value]) => `${name}: ${value}`);
  return properties.length ? ` style="${escapeHtml(properties.join('; '))}"` : '';
}

/** The element with its link. `target` is for a page in a frame, where only a tab can open. */
export function element(
  parts: Parts,
  { style = styleText(parts.choice), more = '', target = '' } = {},
): string {
  const link = `<a href="${escapeHtml(linkFor(parts))}"${target}>${escapeHtml(parts.text)}</a>`;
  return `<solifyn-buy-button${attributeText(parts)}${style}${more}>${link}</solifyn-buy-button>`;
}

/** The link sells what the button sells at first. */
export function linkFor({ choice, data }: Parts): string {
  const [first] = data.variants;
  return hasVariants(choice) && first && !choice.link.trim() ? linkOf(first.id) : data.link;
}

/** The element, inside a form with the choice that the buyer has. The lines are valid HTML, JSX and Vue alike. */
export function buttonLines(parts: Parts, button: string): string[] {
  const control = parts.choice.route === 'endpoint' ? controlLines(parts) : [];
  if (!control.length) return button.split('\n');
  return ['<form>', ...control.map(indent), ...button.split('\n').map(indent), '</form>'];
}

function controlLines({ choice, data }: Parts): string[] {
  if (choice.form === 'variants')
    return [
      '<label>Choose',
      '  <select name="productId">',
      ...data.variants.map(
        ({ id, name }) =>
          `    <option value="${escapeHtml(id)}">${escapeHtml(name).replaceAll(/[{}]/g, '')}</option>`,
      ),
      '  </select>',
      '</label>',
    ];
  if (choice.form === 'bundle')
    return [
      `<label><input type="checkbox" name="collectionId" value="${escapeHtml(data.bundle)}" /> The whole bundle</label>`,
    ];
  if (choice.form === 'price') {
    return [
      `<label>Your price <input type="number" name="customPrice" min="${escapeHtml(data.minPrice)}" step="0.01" required /></label>`,
    ];
  }
  return [];
}

export function indent(line: string): string {
  return line && `  ${line}`;
}
