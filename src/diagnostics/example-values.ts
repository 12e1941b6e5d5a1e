/** The ids in Solifyn's and our own instructions. */
const EXAMPLE_IDS = new Set(['prod_z2o92kEl6cYYX', 'col_123']);

/** What instructions write where a seller's own value goes: `your-endpoint`, `<id>`, `PRODUCT_ID`, `prod_…`, `xxxx`. */
const PLACEHOLDER =
  /\byour\b|[_-]your[_-]|\byour[_-]|[<>…]|\.{3}|\bx{3,}\b|_x{3,}|\b(?:product|collection)_?id\b/i;

/** A field of a template that the site builder did not fill in. `%C3%BC` is a letter in an address, `%FIELD%` is a field. */
const UNFILLED_TEMPLATE =
  /\{\{|\}\}|\$\{|\{%|(?<!%[\da-f]{2})%[a-z_]\w{2,}%|^(?:undefined|null|nan|\[object \w+\])$|^\{\w+\}$|^\[\w+\]$|^\$\w+$|^(?:process|import\.meta|Deno)\.env\b/i;

/** Hosts that nobody can own: https://www.rfc-editor.org/rfc/rfc2606 */
const EXAMPLE_HOST = /(?:^|\.)example(?:\.(?:com|net|org))?\.?$/i;

/** Whether the id is the one of the instructions, or a placeholder. */
export function isExampleId(id: string): boolean {
  return EXAMPLE_IDS.has(id) || PLACEHOLDER.test(id);
}

/** Whether the host is one of instructions, such as `pay.example.com`. */
function isExampleHost(hostname: string): boolean {
  return EXAMPLE_HOST.test(hostname);
}

/** Whether the address still contains a placeholder, or is on a host of instructions. */
export function isExampleAddress(address: string): boolean {
  if (PLACEHOLDER.test(address)) return true;
  const host = /^(?:https?:)?\/\/([^/?#:]+)/i.exec(address)?.[1] ?? /^[^/?#:]+/.exec(address)?.[0];
  return host !== undefined && isExampleHost(host);
}

/** Whether the text is a template's field without its value: `{{product.id}}`, `undefined`. */
export function isUnfilledTemplate(text: string): boolean {
  return UNFILLED_TEMPLATE.test(text.trim());
}
