/** The live examples: each one is a block of the documentation, sold by the sandbox inside the page. */

export interface Example {
  /** The name of its page. */
  name: string;
  title: string;
  text: string;
  /** The page of the documentation that the code comes from, and the title of its block. */
  page: string;
  block: string;
  /** What differs from the block. */
  change?: (code: string) => string;
}

/** Adds attributes to the element of a snippet. */
const withAttributes = (attributes: string) => (code: string) =>
  code.replace(/(<solifyn-buy-button [^>]*?)>/, `$1 ${attributes}>`);

const html = { page: 'docs/platforms/html.md', block: 'snippet' };

export const EXAMPLES: readonly Example[] = [
  {
    name: 'redirect',
    title: 'The same page',
    text: 'The default. The checkout replaces the page, and every payment method works.',
    ...html,
  },
  {
    name: 'new-tab',
    title: 'A new tab',
    text: 'The checkout opens in a tab. The page stays open.',
    ...html,
    change: withAttributes('mode="new-tab"'),
  },
  {
    name: 'dialog',
    title: 'A dialog',
    text: 'The checkout opens above the page. Esc and the close button lead back.',
    ...html,
    change: withAttributes('mode="modal"'),
  },
  {
    name: 'inline',
    title: 'Below the button',
    text: 'The checkout opens in the page.',
    ...html,
    change: withAttributes('mode="inline"'),
  },
  {
    name: 'discount',
    title: 'A discount code',
    text: 'The code is part of the button. A link to the page with ?discount=LAUNCH20 does the same.',
    ...html,
    change: withAttributes('discount-code="LAUNCH20" mode="modal"'),
  },
  {
    name: 'form',
    title: 'A form',
    text: 'Quantity, a price that the buyer chooses, a discount code and a question. Try LAUNCH20, or a wrong code.',
    page: 'docs/guides/forms.md',
    block: 'snippet',
    change: (code) => code.replaceAll('prod_z2o92kEl6cYYX', 'prod_payWhatYouWant'),
  },
  {
    name: 'variants',
    title: 'Variants',
    text: 'The choice in the form decides which product is sold.',
    page: 'docs/guides/variants.md',
    block: 'variants',
  },
  {
    name: 'bundle',
    title: 'A bundle by a checkbox',
    text: 'The checkbox sells the collection instead of the product.',
    page: 'docs/guides/variants.md',
    block: 'bundle',
  },
  {
    name: 'links',
    title: 'Links and buttons you already have',
    text: 'One attribute makes a link or a button sell. It keeps its look.',
    page: 'docs/guides/links-and-buttons.md',
    block: 'snippet',
  },
  {
    name: 'look',
    title: 'A look of your own',
    text: 'Custom properties change the colours and the corners.',
    page: 'docs/guides/theming.md',
    block: 'snippet',
  },
  {
    name: 'sold-out',
    title: 'A failure',
    text: 'The sandbox rejects this product, because it is sold out. The buyer reads why.',
    ...html,
    change: (code) => code.replace(/<a .*<\/a>/, 'Buy now').replace('prod_z2o92kEl6cYYX', 'prod_soldOut'),
  },
];
