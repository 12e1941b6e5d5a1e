/** Makes an element. Text is only ever text, and nothing here needs a style or script that a strict CSP would refuse. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** Puts the text on the clipboard, also on a page without https. */
export async function copy(text: string, near: Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed here, or not a secure page: the old way.
  }
  const area = make('textarea', { readonly: '' });
  area.value = text;
  near.appendChild(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on a page without https
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
