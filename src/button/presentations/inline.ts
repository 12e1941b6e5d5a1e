import type { Surface } from './surface.ts';

/** The name of the slot below the button. */
export const INLINE_SLOT = 'checkout';

/** As wide as its place, also in a flex row, in a grid or in a cell that shrinks to its content. */
const CONTAINER_STYLE = 'flex:1 0 100%;grid-column:1/-1;box-sizing:border-box;width:100%;min-width:0';

/**
 * Creates a place below the button: a child of the element, or for a link or button of the page right after it.
 *
 * @param node in the document itself, not in a shadow root
 */
export function showInline(node: HTMLElement): Surface {
  const container = document.createElement('div');
  container.slot = INLINE_SLOT;
  container.style.cssText = CONTAINER_STYLE;
  if (node.shadowRoot) {
    node.append(container);
    node.dataset.solifynInline = '';
  } else node.after(container);
  return {
    container,
    ready() {
      container.scrollIntoView({ block: 'nearest' });
    },
    close() {
      const hadFocus = container.contains(document.activeElement);
      // Not by remove(), which Prototype.js replaces by one that throws without a parent.
      container.parentNode?.removeChild(container);
      delete node.dataset.solifynInline;
      if (hadFocus) node.focus({ preventScroll: true });
    },
  };
}
