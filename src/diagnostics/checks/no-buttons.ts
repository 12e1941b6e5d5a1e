import type { BuyButton } from '../buttons.ts';
import { warning, type Finding } from '../finding.ts';

/** Whether there is a buy button at all. */
export function checkNoButtons(buttons: readonly BuyButton[]): Finding[] {
  if (buttons.length) return [];
  return [
    warning(
      'There is no buy button on this page yet.',
      'Add this to the page, with the id of your product. If you did, your site builder has removed it: paste it into a block for code (“Custom HTML”, “Embed”, “Code”).',
      { code: '<solifyn-buy-button product-id="prod_…">Buy now</solifyn-buy-button>' },
    ),
  ];
}
