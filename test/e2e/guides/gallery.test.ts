/** The looks of docs/theming.md: each is shown, readable, and the one on its picture. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { MADE_FROM, SCALE, SIZE, looks, toPage } from '../../docs/gallery.ts';
import { galleryEndpoint, settle } from '../../docs/gallery-endpoint.ts';
import { expect, test } from '../../support/fixtures.ts';
import { read } from '../../support/guides.ts';
import { blocksFor } from '../../support/snippets.ts';

const root = new URL('../../../', import.meta.url);

/** Width and height, as the head of a PNG says them. */
function sizeOf(file: string): { width: number; height: number } {
  const bytes = readFileSync(new URL(file, root));
  expect(bytes.toString('latin1', 1, 4), file).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** What a look can spoil: the element has suites of its own for all else. */
const RULES = ['color-contrast', 'target-size', 'button-name', 'link-in-text-block'];

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page as never }).withRules(RULES).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

test('Each look of the gallery shows its buttons, unlike the plain one, and axe finds nothing', async ({
  page,
  site,
}) => {
  const endpoint = await galleryEndpoint();
  const origin = await site(
    Object.fromEntries(looks.map((look) => [`/${look.name}`, toPage(look, endpoint.url)])),
  );
  await page.setViewportSize(SIZE);
  const shots = new Map<string, string>();
  for (const look of looks) {
    await page.goto(`${origin}/${look.name}`);
    await settle(page);
    const shot = await page.screenshot({ animations: 'disabled' });
    shots.set(shot.toString('base64'), look.name);
    expect.soft(await findings(page), look.name).toEqual([]);
    // All of it is on the picture.
    const { width, height } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect.soft({ width, height }, look.name).toEqual(SIZE);
  }
  expect(shots.size, 'no two look the same').toBe(looks.length);
  await endpoint.close();
});

test('Each look has its picture, made from the code that is there now', () => {
  expect(looks).toHaveLength(blocksFor('test/e2e/guides/gallery.test.ts').length);
  const page = read('docs/theming.md');
  for (const { name, picture } of looks) {
    const size = { width: SIZE.width * SCALE, height: SIZE.height * SCALE };
    expect.soft(sizeOf(picture), name).toEqual(size);
    expect.soft(page, name).toContain(`](${picture.replace('docs/', '')})`);
  }
  // A picture that no longer is the code's: npm run gallery
  expect(JSON.parse(read(MADE_FROM))).toEqual(
    Object.fromEntries(looks.map(({ name, hash }) => [name, hash])),
  );
});

test('The README’s picture is there, in its size', () => {
  expect(sizeOf('docs/images/checkout.png')).toEqual({ width: 1920, height: 1140 });
});
