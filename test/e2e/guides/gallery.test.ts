/** The looks of docs/guides/theming.md: each is shown, readable, and the one on its picture. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { MADE_FROM, SCALE, SIZE, looks, renderLook } from '../../integration/docs/gallery.ts';
import { galleryEndpoint, settle } from '../../integration/docs/gallery-endpoint.ts';
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

/**
 * The least contrast of the texts of a page's buttons, as WCAG reckons it. By hand: axe calls a label in our shadow root
 * “overlapped by another element” and judges nothing. Colours that let the page through are laid over it; of a gradient
 * each colour counts. Of several layers only the top one is behind the text.
 */
function leastContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    type Colour = [number, number, number, number];
    const coloursIn = (text: string): Colour[] =>
      [...text.matchAll(/rgba?\(([^)]+)\)/g)].map(([, parts = '']) => {
        const [red = 0, green = 0, blue = 0, alpha = 1] = parts.split(/[ ,/]+/).map(Number);
        return [red, green, blue, alpha];
      });
    const over = ([red, green, blue, alpha]: Colour, [r, g, b]: Colour): Colour => {
      const mix = (top: number, below: number) => top * alpha + below * (1 - alpha);
      return [mix(red, r), mix(green, g), mix(blue, b), 1];
    };
    const luminance = (colour: Colour) => {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: Colour, other: Colour) => {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const [behind] = coloursIn(getComputedStyle(document.body).backgroundColor) as [Colour];
    return Math.min(
      ...[...document.querySelectorAll('solifyn-buy-button')].flatMap((element) =>
        [...element.shadowRoot!.querySelectorAll('[part=button], [part=error]')].flatMap((part) => {
          const { backgroundColor, backgroundImage, color } = getComputedStyle(part);
          const [topLayer = ''] = backgroundImage.split(/, (?=[a-z-]*gradient\()/);
          const gradient = coloursIn(topLayer);
          const below = (gradient.length ? gradient : coloursIn(backgroundColor)).map((colour) =>
            over(colour, behind),
          );
          return below.map((colour) => contrast(over(coloursIn(color)[0]!, colour), colour));
        }),
      ),
    );
  });
}

test('Each look of the gallery has readable buttons of sufficient size, and differs from the others', async ({
  page,
  site,
}) => {
  const endpoint = await galleryEndpoint();
  const origin = await site(
    Object.fromEntries(looks.map((example) => [`/${example.name}`, renderLook(example, endpoint.url)])),
  );
  await page.setViewportSize(SIZE);
  const shots = new Map<string, string>();
  for (const example of looks) {
    await page.goto(`${origin}/${example.name}`);
    await settle(page);
    const shot = await page.screenshot({ animations: 'disabled' });
    shots.set(shot.toString('base64'), example.name);
    for (const button of await page.locator('solifyn-buy-button').getByRole('button').all()) {
      const { height, width } = (await button.boundingBox())!;
      expect.soft(Math.min(height, width), `target size of ${example.name}`).toBeGreaterThanOrEqual(24);
    }
    expect.soft(await leastContrast(page), example.name).toBeGreaterThanOrEqual(4.5);
    // All of it is on the picture.
    const { width, height } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect.soft({ width, height }, example.name).toEqual(SIZE);
  }
  expect(shots.size, 'no two look the same').toBe(looks.length);
  await endpoint.close();
});

test('Each look has a picture of its current code', () => {
  expect(looks).toHaveLength(blocksFor('test/e2e/guides/gallery.test.ts').length);
  const page = read('docs/guides/theming.md');
  for (const { name, picture } of looks) {
    const size = { width: SIZE.width * SCALE, height: SIZE.height * SCALE };
    expect.soft(sizeOf(picture), name).toEqual(size);
    expect.soft(page, name).toContain(`](../${picture.replace('docs/', '')})`);
  }
  // A picture that no longer is the code's: npm run gallery
  expect(JSON.parse(read(MADE_FROM))).toEqual(
    Object.fromEntries(looks.map(({ name, hash }) => [name, hash])),
  );
});

test('The README’s picture exists in its size', async ({ page }) => {
  const file = readFileSync(new URL('docs/images/checkout.webp', root));
  const size = await page.evaluate(
    async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      return { width: image.naturalWidth, height: image.naturalHeight };
    },
    `data:image/webp;base64,${file.toString('base64')}`,
  );
  expect(size).toEqual({ width: 1920, height: 1140 });
});
