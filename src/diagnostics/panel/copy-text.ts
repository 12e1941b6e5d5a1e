import { createElement } from './create-element.ts';

/**
 * Puts the text on the clipboard, also on a page without https.
 *
 * @param parent the node to which a text field may be added for a moment
 * @returns whether the browser allowed it
 */
export async function copyText(text: string, parent: Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, parent);
  }
}

function copyBySelection(text: string, parent: Node): boolean {
  const area = createElement('textarea', { readonly: '' });
  area.value = text;
  parent.appendChild(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on a page without https
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}
