import type { ReadOption } from '../button/config/configure.ts';
import { attributeName } from '../button/config/settings.ts';
import { TRIGGER_ATTRIBUTE, TRIGGER_ELEMENT } from '../button/trigger-selector.ts';
import { findAll, shortText, tagOf } from './page-elements.ts';

export const TAG = 'solifyn-buy-button';

/** A buy button of the page, as the seller wrote it. */
export interface BuyButton {
  node: HTMLElement;
  /** `<solifyn-buy-button>`, `<a>`, `<button>` or `<input>`: what to search for in the page's HTML. */
  tag: string;
  /** The text on it. */
  label: string;
  /** Its own options by their camelCase names, unparsed, as the button reads them. */
  readOption: ReadOption;
  /** `productId` → the attribute's name on this element: `product-id` or `data-solifyn-product-id`. */
  attribute(name: string): string;
  /** The form that it submits. */
  form: HTMLFormElement | null;
  /** The link in it, or the element itself if it is a link. */
  link: Element | null;
}

/** Every buy button that is on the page now. */
export function findBuyButtons(): BuyButton[] {
  return findAll(`${TAG},${TRIGGER_ELEMENT}${TRIGGER_ATTRIBUTE}`).map((node) =>
    node.localName === TAG ? fromElement(node) : fromTrigger(node),
  );
}

/** Elements with the attributes of a buy button that cannot become one. */
export function findMisplacedAttributes(): HTMLElement[] {
  return findAll(TRIGGER_ATTRIBUTE).filter((node) => !node.matches(`${TRIGGER_ELEMENT},${TAG}`));
}

function fromElement(node: HTMLElement): BuyButton {
  const element = node as HTMLElement & Record<string, unknown>;
  return {
    node,
    tag: tagOf(node),
    label: shortText(node.ariaLabel || node.textContent.trim() || renderedLabel(node)),
    readOption: (name) => element[name] ?? node.getAttribute(attributeName(name)),
    attribute: attributeName,
    form: (element['form'] as HTMLFormElement | null | undefined) ?? null,
    link: node.querySelector('a[href]'),
  };
}

/** The text that an element without content shows. */
function renderedLabel({ shadowRoot }: Element): string | undefined {
  return shadowRoot?.querySelector('[part=label]')?.textContent;
}

function fromTrigger(node: HTMLElement): BuyButton {
  const input = node as HTMLInputElement;
  return {
    node,
    tag: tagOf(node),
    label: shortText(node.ariaLabel || node.textContent.trim() || input.value || input.alt),
    readOption: (name) => node.getAttribute(`data-solifyn-${attributeName(name)}`),
    attribute: (name) => `data-solifyn-${attributeName(name)}`,
    form: ('form' in node ? input.form : null) ?? node.closest('form'),
    link: node.matches('a') ? node : null,
  };
}
