import { TAG, type BuyButton } from '../buttons.ts';
import { error, WEIGHT, type Finding } from '../finding.ts';
import { shortText } from '../page-elements.ts';

/** Elements that a label never contains. */
const PAGE_CONTENT = `${TAG},h1,h2,h3,h4,header,main,footer,nav,section,article,form,table,ul,ol,iframe,script,p+p`;

/** A label is a few words. */
const MAX_LABEL_LENGTH = 200;

/**
 * HTML ignores the slash in `<solifyn-buy-button />`: the tag stays open, everything after it is inside the button, and
 * a button shows nothing but its label.
 */
export function checkUnclosedTags(buttons: readonly BuyButton[]): Finding[] {
  return buttons
    .filter(({ node }) => node.localName === TAG && swallowsPage(node))
    .map(({ node }) =>
      error(
        `A <${TAG}> is not closed, so what follows it on the page is inside the button${quote(node)}.`,
        `End each button with </${TAG}>. The short form <${TAG} /> does not work in HTML.`,
        { weight: WEIGHT.cause },
      ),
    );
}

function swallowsPage(node: HTMLElement): boolean {
  return node.querySelector(PAGE_CONTENT) !== null || node.textContent.trim().length > MAX_LABEL_LENGTH;
}

function quote({ textContent }: HTMLElement): string {
  const text = shortText(textContent);
  return text ? `: “${text}”` : '';
}
