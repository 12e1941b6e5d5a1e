import type { Page } from '@playwright/test';
import { findings } from '../../../support/axe.ts';
import { boxOf, measure } from '../../../support/pixels.ts';
import type { Stage } from '../../../support/states.ts';
import { dialogOf, expect, STATES, test } from '../../../support/states.ts';

/** The least contrast of text, and of what else must be seen (WCAG 1.4.3 and 1.4.11). */
const TEXT = 4.5;
const SHAPE = 3;

const buttonOf = (page: Page) => page.locator('solifyn-buy-button').getByRole('button').first();

/** Each of these as it is painted, text and shapes, in and around the button and in the dialog. */
async function expectSeen(stage: Stage, name: string): Promise<void> {
  const { page } = stage;
  const contrast = async (box: Parameters<typeof measure>[1]) => (await measure(page, box)).contrast;

  await STATES['at rest']!(stage);
  const labels = page.locator('solifyn-buy-button [part=label]');
  for (const at of [0, 1, 2]) {
    const label = await measure(page, await boxOf(labels.nth(at)));
    expect.soft(label.contrast, `${name}: label ${at + 1}`).toBeGreaterThanOrEqual(TEXT);
    // Letters on a ground, rather than a plate.
    expect.soft(label.share, `${name}: label ${at + 1}`).toBeLessThan(0.6);
  }
  expect
    .soft(await contrast(await boxOf(buttonOf(page), 4)), `${name}: the button on the page`)
    .toBeGreaterThanOrEqual(SHAPE);
  await buttonOf(page).hover();
  expect
    .soft(await contrast(await boxOf(labels.first())), `${name}: under the pointer`)
    .toBeGreaterThanOrEqual(TEXT);
  await page.mouse.move(0, 0);

  // The ring, in the gap between the button and what is 6 px beside it.
  const { x, y, height } = await boxOf(buttonOf(page));
  const beside = { x: x - 6, y: y + height / 4, width: 5, height: height / 2 };
  expect.soft(await contrast(beside), `${name}: no ring yet`).toBeLessThan(1.1);
  await page.keyboard.press('Tab');
  await expect(buttonOf(page)).toBeFocused();
  expect.soft(await contrast(beside), `${name}: the focus ring`).toBeGreaterThanOrEqual(SHAPE);

  await STATES['loading']!(stage);
  const spinner = page.locator('solifyn-buy-button [part=spinner]');
  // It turns: a picture may come between two frames.
  await expect
    .poll(async () => contrast(await boxOf(spinner)), `${name}: the spinner`)
    .toBeGreaterThanOrEqual(SHAPE);
  const ends = await spinner.evaluate((it) => {
    const { borderTopColor, borderLeftColor } = getComputedStyle(it);
    return [borderTopColor, borderLeftColor];
  });
  expect.soft(ends[0], `${name}: a ring without a gap does not seem to turn`).not.toBe(ends[1]);

  await STATES['failed']!(stage);
  for (const alert of await page.getByRole('alert').all())
    expect.soft(await contrast(await boxOf(alert)), `${name}: a failure`).toBeGreaterThanOrEqual(TEXT);

  await STATES['the dialog failed']!(stage);
  for (const control of [dialogOf(page).getByRole('alert'), dialogOf(page).getByRole('link').first()])
    expect.soft(await contrast(await boxOf(control)), `${name}: in the dialog`).toBeGreaterThanOrEqual(TEXT);
  expect
    .soft(await contrast(await boxOf(dialogOf(page).getByRole('button'), -8)), `${name}: the cross`)
    .toBeGreaterThanOrEqual(SHAPE);

  await STATES['the dialog opening']!(stage);
  expect
    .soft(await contrast(await boxOf(dialogOf(page).getByRole('status'))), `${name}: the dialog loads`)
    .toBeGreaterThanOrEqual(TEXT);
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const forcedColors of ['none', 'active'] as const) {
    const name = `${colorScheme}${forcedColors === 'active' ? ', in forced colours' : ''}`;
    // Forced colours on a light page are the rarest case.
    const tag = name === 'light, in forced colours' ? ['@soak'] : [];
    test(
      `Text, borders and icons have enough contrast on a page that is ${name}`,
      { tag },
      async ({ stage }) => {
        test.slow(); // many pictures
        await stage.page.emulateMedia({ colorScheme, forcedColors });
        await expectSeen(stage, name);
      },
    );
  }

test('In forced colours the buyer’s colours replace the seller’s', async ({ stage }) => {
  const { page } = stage;
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  stage.set({
    css: `solifyn-buy-button { --solifyn-button-background: #fff; --solifyn-button-hover-background: #eee; --solifyn-button-color: #ddd }
      solifyn-buy-button::part(button) { background: CanvasText; color: Canvas }`,
  });
  await STATES['at rest']!(stage);
  const label = () => boxOf(page.locator('solifyn-buy-button [part=label]').first());
  expect((await measure(page, await label())).contrast).toBeGreaterThanOrEqual(TEXT);
  await buttonOf(page).hover();
  expect((await measure(page, await label())).contrast).toBeGreaterThanOrEqual(TEXT);
  // The panel ends somewhere: there is a line around it.
  await STATES['the dialog ready']!(stage);
  const { x, y, width } = await boxOf(dialogOf(page).locator('section'));
  const edge = await measure(page, { x: x + width - 4, y: y + 60, width: 8, height: 20 });
  expect(edge.contrast).toBeGreaterThanOrEqual(SHAPE);
});

test('axe finds nothing on a dark page in Arabic after a failure, in the dialog and inline', async ({
  stage,
}) => {
  test.slow(); // many states
  await stage.page.emulateMedia({ colorScheme: 'dark' });
  stage.set({ root: 'lang="ar" dir="rtl"' });
  for (const state of ['failed', 'the dialog failed', 'inline ready']) {
    await STATES[state]!(stage);
    expect.soft(await findings(stage.page), state).toEqual([]);
  }
});
