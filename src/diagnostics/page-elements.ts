/** The document and every open shadow root in it. */
function* roots(root: Document | ShadowRoot = document): Generator<Document | ShadowRoot> {
  yield root;
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) yield* roots(shadowRoot);
}

/** The attribute of the panel's own element, which is no part of the page. */
export const PANEL_ATTRIBUTE = 'data-solifyn-diagnosis';

/** All elements that match, also in open shadow roots, root by root in the page's order. */
export function findAll(selector: string): HTMLElement[] {
  return [...roots()]
    .filter((root) => !(root instanceof ShadowRoot && root.host.hasAttribute(PANEL_ATTRIBUTE)))
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)]);
}

/** Repeats a check of the whole page only after the document has changed, because a large page takes long to read. */
export function cacheUntilChange<Result>(check: () => Result): () => Result {
  let result: Result | undefined;
  let hasChanged = true;
  const observer = new MutationObserver((mutations) => {
    if (mutations.some(({ target }) => !isPanel(target))) hasChanged = true;
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  return () => {
    if (hasChanged || result === undefined) result = check();
    hasChanged = false;
    return result;
  };
}

function isPanel(node: Node): boolean {
  return node instanceof Element && node.hasAttribute(PANEL_ATTRIBUTE);
}

/** The element's tag as in HTML, such as `<a>`. */
export function tagOf(element: Element): string {
  return `<${element.localName}>`;
}

/** The element's text in one line, cut. */
export function shortText(text: string | null | undefined, length = 60): string {
  const line = (text ?? '').replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
