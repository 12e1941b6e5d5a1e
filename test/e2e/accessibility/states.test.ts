import type { Setting, Stage } from '../../support/states.ts';
import { findings } from '../../support/axe.ts';
import { expect, STATES, test } from '../../support/states.ts';

/** Those that look most different. */
const CORE = ['at rest', 'loading', 'failed', 'the dialog ready', 'the dialog failed', 'inline ready'];

async function expectNoFindings(stage: Stage, states = Object.keys(STATES)): Promise<void> {
  for (const state of states) {
    const page = await STATES[state]!(stage);
    const isTab = page !== stage.page;
    // A line of text that is gone in a second needs a title and a language, but no landmarks.
    expect.soft(await findings(page, isTab ? ['best-practice'] : []), state).toEqual([]);
    if (isTab) await page.close();
  }
}

test('axe finds nothing, whatever state the button is in', async ({ stage, browserName }) => {
  test.slow(); // many states
  // Axe reads the same styles in each engine: the rest of the states is Firefox's in the soak.
  await expectNoFindings(stage, browserName === 'firefox' && !process.env.SOAK ? CORE : undefined);
});

/** How else the page may be. The dark one by the page, since not every engine here can be told what the buyer prefers. */
const SETTINGS: Record<string, Setting> = {
  'in Arabic, from right to left': { root: 'lang="ar" dir="rtl"' },
  'in German': { root: 'lang="de"' },
  'dark, in Arabic': { root: 'lang="ar" dir="rtl"', css: ':root { color-scheme: dark }' },
  'dark, in German, in small print': {
    root: 'lang="de"',
    css: ':root { color-scheme: dark; font-size: 50% }',
  },
  'in large print': { css: ':root { font-size: 200% }' },
};
for (const [name, setting] of Object.entries(SETTINGS))
  test(`axe finds nothing in any state on a page that is ${name}`, { tag: '@soak' }, async ({ stage }) => {
    test.setTimeout(300_000);
    stage.set(setting);
    await expectNoFindings(stage);
  });
