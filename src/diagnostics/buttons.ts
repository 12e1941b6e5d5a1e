import type { ReadOption } from '../button/config/configure.ts';
import { attributeName } from '../button/config/settings.ts';

const TAG = 'solifyn-buy-button';
const MARKED = '[data-solifyn-product-id],[data-solifyn-collection-id]';

/** A buy button of the page, as the seller wrote it. */
export interface BuyButton {
  node: HTMLElement;
  /** `<solifyn-buy-button>`, `<a>` or `<button>`: what to look for in the page's HTML. */
  tag: string;
  /** The text on it. */
  label: string;
  /** Its own values by their camelCase names, raw, as the drop-in reads them. */
  values: ReadOption;
  /** `productId` → the attribute's name here: `product-id` or `data-solifyn-product-id`. */
  attribute(name: string): string;
  /** The form that it submits. */
  form: HTMLFormElement | null;
}

/** The document and every open shadow root in it. */
function* roots(root: Document | ShadowRoot = document): Generator<Document | ShadowRoot> {
  yield root;
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) yield* roots(shadowRoot);
}

/** All elements that match, also in open shadow roots, in the page's order root by root. */
export function findAll(selector: string): HTMLElement[] {
  return [...roots()].flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)]);
}

/** Every buy button that is on the page now. */
export function findBuyButtons(): BuyButton[] {
  return findAll(`${TAG},:is(a,button):is(${MARKED})`).map((node) =>
    node.localName === TAG ? fromElement(node) : fromTrigger(node as HTMLAnchorElement | HTMLButtonElement),
  );
}

/** Elements that were meant to be buy buttons and are none. */
export function findStrays(): HTMLElement[] {
  const meant = findAll(MARKED).filter((node) => !node.matches(`a,button,${TAG}`));
  const misspelt = findAll(':not(:defined)').filter((node) => node.localName.startsWith('solifyn-'));
  return [...meant, ...misspelt];
}

function fromElement(node: HTMLElement): BuyButton {
  const element = node as HTMLElement & Record<string, unknown>;
  return {
    node,
    tag: `<${TAG}>`,
    label: textOf(element.ariaLabel || textOf(element.textContent) || textOf(innerLabel(element))),
    values: (name) => element[name] ?? element.getAttribute(attributeName(name)),
    attribute: attributeName,
    form: (element['form'] as HTMLFormElement | null | undefined) ?? null,
  };
}

/** The text in the page's language that stands on an element without content. */
function innerLabel({ shadowRoot }: Element): string | undefined {
  return shadowRoot?.querySelector('[part=label]')?.textContent;
}

function fromTrigger(node: HTMLAnchorElement | HTMLButtonElement): BuyButton {
  return {
    node,
    tag: `<${node.localName}>`,
    label: textOf(node.ariaLabel || node.textContent),
    values: (name) => node.dataset[`solifyn${name[0]!.toUpperCase()}${name.slice(1)}`],
    attribute: (name) => `data-solifyn-${attributeName(name)}`,
    form: ('form' in node ? node.form : null) ?? node.closest('form'),
  };
}

function textOf(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 60);
}
