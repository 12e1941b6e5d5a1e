/** Lists that are written twice, because neither place can read the other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { PLAYWRIGHT_DISABLED_FEATURES } from '../../../scripts/test/browsers.mjs';
import { SETTINGS } from '../../../src/button/config/settings.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

interface Option {
  value: string;
  label: string;
}

/** The options of every list in the block's sidebar, as the editor renders them. */
function optionsOfBlock(): Option[] {
  const options: Option[] = [];
  const createElement = (_type: unknown, props?: { options?: Option[] } | null) => {
    options.push(...(props?.options ?? []));
  };
  const registerBlockType = (_name: string, { edit }: { edit: (props: object) => void }) =>
    edit({ attributes: { productId: '', collectionId: '' } });
  const wp = {
    blocks: { registerBlockType },
    blockEditor: { useBlockProps: () => ({}) },
    components: {},
    element: { createElement },
    i18n: { __: (text: string) => text },
  };
  const solifynBuyButton = { modes: SETTINGS.mode.choices, themes: SETTINGS.theme.choices };
  runInNewContext(read('wordpress/solifyn-buy-button/block/editor.js'), {
    window: { wp, solifynBuyButton },
  });
  return options;
}

test('The WordPress block has a label for each mode and theme', () => {
  const options = optionsOfBlock();
  const values = [...(SETTINGS.mode.choices ?? []), ...(SETTINGS.theme.choices ?? [])];
  assert.equal(options.length, values.length);
  // A value without a label is offered under its own name.
  const unlabelled = options.filter(({ label }) => values.includes(label as (typeof values)[number]));
  assert.deepEqual(unlabelled, []);
});

test('The tests’ Chromium turns off each feature that the installed Playwright turns off', () => {
  const playwright = createRequire(createRequire(import.meta.url).resolve('playwright'));
  // Playwright exports no list. Its arguments are built in this file.
  const source = readFileSync(playwright.resolve('playwright-core/lib/coreBundle'), 'utf8');
  const list = /\bdisabledFeatures = [^[;]*\[([^\]]*)\]/.exec(source)?.[1] ?? '';
  const names = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
  assert.ok(names.length > 5, 'the list is in another place now');
  assert.deepEqual([...PLAYWRIGHT_DISABLED_FEATURES].sort(), names.sort());
});
