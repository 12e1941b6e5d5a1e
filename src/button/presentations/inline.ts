import type { Surface } from './surface.ts';

/** The name of the slot below the button. */
export const INLINE_SLOT = 'checkout';

/**
 * A place below the button, as a child of the element or, for another element, right after it.
 *
 * @param node in the document itself, not in a shadow root
 */
export function showInline(node: HTMLElement): Surface {
  const container = document.createElement('div');
  container.slot = INLINE_SLOT;
  if (node.shadowRoot) {
    node.append(container);
    node.dataset.solifynInline = '';
  } else node.after(container);
  return {
    container,
    close() {
      const hadFocus = container.contains(document.activeElement);
      container.parentNode?.removeChild(container);
      delete node.dataset.solifynInline;
      if (hadFocus) node.focus({ preventScroll: true });
    },
  };
}
