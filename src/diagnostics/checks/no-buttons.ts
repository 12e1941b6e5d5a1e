import { TAG, type BuyButton } from '../buttons.ts';
import { error, warning, WEIGHT, type Finding } from '../finding.ts';
import { findAll } from '../page-elements.ts';

/** A buy button in the HTML of a page. */
const MARKUP = /<solifyn-buy-button|data-solifyn-(?:product|collection)-id/i;

/** The shortcode of the WordPress plugin. */
const SHORTCODE = /\[solifyn_buy\b/;

/** Elements whose content is no part of the page, and how to say so. */
const INERT_ELEMENTS = {
  template: 'in a <template>, whose content a browser does not show',
  noscript: 'in a <noscript>, which only visitors without JavaScript see',
  textarea: 'in a <textarea>, which shows it as text',
};

/** Whether there is a buy button at all. */
export function checkNoButtons(buttons: readonly BuyButton[]): Finding[] {
  if (buttons.length) return [];
  const place = findInertPlace();
  if (place)
    return [
      error(`The buy button of this page is ${place}, so it does not work.`, 'Move it out of there.', {
        weight: WEIGHT.cause,
      }),
    ];
  if (SHORTCODE.test(document.body.innerText))
    return [
      error(
        'The shortcode [solifyn_buy …] is on the page as text: WordPress did not replace it by a button.',
        'Activate the plugin “Solifyn buy button”. If it is active, put the shortcode into a block named “Shortcode”.',
        { weight: WEIGHT.cause },
      ),
    ];
  return [
    warning(
      'There is no buy button on this page yet.',
      'Add this to the page, with the id of your product. If you did, your site builder has removed it: paste it into a block for code (“Custom HTML”, “Embed”, “Code”).',
      { code: '<solifyn-buy-button product-id="prod_…">Buy now</solifyn-buy-button>' },
    ),
  ];
}

/** Where the markup of a button is that the browser does not read as an element. */
function findInertPlace(): string | undefined {
  for (const [name, place] of Object.entries(INERT_ELEMENTS))
    if (findAll(name).some((node) => MARKUP.test(node.innerHTML) || MARKUP.test(node.textContent)))
      return place;
  if (findAll('iframe').some(hasButton))
    return 'in an <iframe>, which is a page of its own without the script';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode())
    if (MARKUP.test(walker.currentNode.nodeValue ?? '')) return 'in a comment, between <!-- and -->';
  return undefined;
}

/** @param frame an `<iframe>`; one of another site cannot be read */
function hasButton(frame: HTMLElement): boolean {
  const { contentDocument } = frame as HTMLIFrameElement;
  return (
    MARKUP.test(contentDocument?.body.innerHTML ?? '') &&
    !contentDocument?.defaultView?.customElements.get(TAG)
  );
}
