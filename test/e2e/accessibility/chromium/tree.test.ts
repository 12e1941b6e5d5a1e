import { expect, STATES, test } from '../../../support/states.ts';
import { accessibilityTree } from '../../../support/tree.ts';

const FAILED = 'alert "That did not work. Please try again." live=assertive';
const PAGE_LINK = 'link "Open the checkout page"';

/** What a screen reader finds below the heading of the page, in each state. A link in an alert is read with it and on its own. */
const TREES: Record<string, string[]> = {
  'at rest': [
    'button "Buy now"',
    'button "Buy the zine"',
    'button "Buy now"',
    'button "Sold out" disabled',
    'link "Get it"',
  ],
  loading: ['button "Buy now" focused busy=1', 'status "Opening checkout…" live=polite'],
  failed: [
    'button "Not configured"',
    FAILED,
    'button "Missing"',
    FAILED,
    'button "Buy now"',
    'alert "This product is sold out. Open the checkout page" live=assertive',
    `  ${PAGE_LINK}`,
    'link "A link"',
    'alert "This product is sold out. Open the checkout page" live=assertive',
    `  ${PAGE_LINK}`,
    'button "A button" focused',
    FAILED,
  ],
  'a link of the page loading': ['link "Get it" focused busy=1'],
  'the dialog opening': [
    'dialog "Northlight presets" modal',
    '  button "Close" focused',
    '  status "Opening checkout…" live=polite',
  ],
  'the dialog loading': [
    'dialog "Northlight presets" modal',
    `  ${PAGE_LINK}`,
    '  button "Close" focused',
    '  status "Opening checkout…" live=polite',
  ],
  'the dialog ready': [
    'dialog "Northlight presets" modal',
    `  ${PAGE_LINK}`,
    '  button "Close" focused',
    '  Iframe "Buy now"',
  ],
  'the dialog failed': [
    'dialog "Northlight presets" modal',
    '  button "Close" focused',
    '  alert "That did not work. Please try again. Open the checkout page" live=assertive',
    `    ${PAGE_LINK}`,
  ],
  'the dialog under a bank’s window': [
    'dialog "Northlight presets"',
    `  ${PAGE_LINK}`,
    '  button "Close" focused',
    '  Iframe "Buy now"',
    'dialog "Your bank"',
    '  button "Sign in"',
  ],
  'inline loading': [
    'button "Northlight presets" focused busy=1',
    'status "Opening checkout…" live=polite',
    'Iframe "Buy now"',
  ],
  'inline ready': ['button "Northlight presets" focused', 'Iframe "Buy now"'],
  'inline failed': [
    'button "Northlight presets" focused',
    'alert "That did not work. Please try again. Open the checkout page" live=assertive',
    `  ${PAGE_LINK}`,
  ],
  'the frame gateway': [
    'dialog "Northlight presets" modal',
    `  ${PAGE_LINK}`,
    '  button "Close" focused',
    '  Iframe "Buy now"',
  ],
};

test('The accessibility tree has each name, role and state, and nothing behind the dialog', async ({
  stage,
}) => {
  test.slow(); // many states
  for (const [state, tree] of Object.entries(TREES)) {
    const page = await STATES[state]!(stage);
    const isCovered = tree[0]!.endsWith('modal') || tree[0]!.startsWith('dialog');
    const actual = await accessibilityTree(page);
    expect.soft(actual, state).toEqual(isCovered ? tree : ['heading "A shop"', ...tree]);
  }
});

test('The accessibility tree of the self-diagnosis has headings, lists and named buttons', async ({
  stage,
}) => {
  const page = await STATES['the self-diagnosis']!(stage);
  const actual = await accessibilityTree(page);
  for (const line of [
    'complementary "Solifyn self-diagnosis"',
    '  status "1 problem, 1 to check" live=polite',
    '  button "Hide" expanded',
    '  heading "Button 2: “Buy now”"',
    '  button "Test button 2" focused',
    '  status "Tested." live=polite',
  ])
    expect.soft(actual).toContain(line);
});
