/** Finds a buy button again, in another document or after a framework has replaced it. */
export interface ButtonLocator {
  selector: string;
  /** Among the elements that match. */
  index: number;
}

/** The attributes that identify a buy button: `id`, and the ids of what it sells. */
const IDENTITY = /^(id|.*(product|collection)-id)$/;

/** @param node in the document */
export function locateButton(node: Element): ButtonLocator {
  const selector = selectorFor(node);
  return { selector, index: [...document.querySelectorAll(selector)].indexOf(node) };
}

export function findButton({ selector, index }: ButtonLocator): Element | undefined {
  return document.querySelectorAll(selector)[index];
}

/** The element that took the place of a removed one. */
export function findSuccessor(node: Element): Element | undefined {
  return document.querySelector(selectorFor(node)) ?? undefined;
}

function selectorFor(node: Element): string {
  const attributes = [...node.attributes].filter(({ name, value }) => value && IDENTITY.test(name));
  return node.localName + attributes.map(({ name, value }) => `[${name}="${CSS.escape(value)}"]`).join('');
}
