import { error, WEIGHT, type Finding } from '../finding.ts';

/** Our snippet, as somebody can read it on the page. */
const SNIPPET = /<\s*(?:solifyn-buy-button|script)\b[^>]*(?:solifyn|product-id|collection-id)/i;

/** Where a page shows code on purpose, or where text is not shown. */
const CODE = 'pre,code,samp,textarea,script,style,template,noscript';

/** Whether the snippet was pasted into a text field, so that visitors read it instead of a button. */
export function checkPastedAsText(): Finding[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { nodeValue, parentElement } = walker.currentNode;
    if (!nodeValue || !SNIPPET.test(nodeValue) || parentElement?.closest(CODE)) continue;
    return [
      error(
        'The snippet is on the page as text: visitors read the code instead of a button.',
        'Delete it there. Paste it into a block for code (“Custom HTML”, “Embed”, “Code”), not into a text block.',
        { weight: WEIGHT.cause },
      ),
    ];
  }
  return [];
}
