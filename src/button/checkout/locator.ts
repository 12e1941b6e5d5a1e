/** Finds a buy button again, in another document or after a framework has replaced it. */
export interface ButtonLocator {
  selector: string;
  /** Among the elements that match. */
  index: number;
}

/** What tells buy buttons apart, the most telling first. */
const IDENTITY = [
  'id',
  'product-id',
  'collection-id',
  'data-solifyn-product-id',
  'data-solifyn-collection-id',
] as const;

/** @param node in the document */
export function locateButton(node: Element): ButtonLocator {
  const selector = selectorFor(node);
  return { selector, index: [...document.querySelectorAll(selector)].indexOf(node) };
}

export function findButton({ selector, index }: ButtonLocator): Element | undefined {
  return document.querySelectorAll(selector)[index];
}

/** The element that took the place of a removed one. */
export function findSuccessor(node: Element): Element | null {
  return document.querySelector(selectorFor(node));
}

function selectorFor(node: Element): string {
  const attributes = IDENTITY.filter((name) => node.getAttribute(name));
  return (
    node.localName +
    attributes.map((name) => `[${name}="${CSS.escape(node.getAttribute(name) ?? '')}"]`).join('')
  );
}
