/**
 * `npm run gallery`: makes the pictures of the documentation: the looks from the code in docs/guides/theming.md, and the
 * README's from the demo. `npm run gallery -- pill outline` makes only the pictures of these looks, and
 * `npm run gallery -- checkout` the README's.
 */
import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import { format, resolveConfig } from 'prettier';
import { chromiumArgs, need } from '../../../scripts/test/browsers.mjs';
import { startDemo } from '../../../demo/start.ts';
import { startSite } from '../../support/site.ts';
import { FOLDER, MADE_FROM, SCALE, SIZE, looks, renderLook } from './gallery.ts';
import { galleryEndpoint, settle } from './gallery-endpoint.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const chosen = argv.slice(2);

async function open(browser: Browser, size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: SCALE,
    locale: 'en-US',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

async function makeLooks(browser: Browser): Promise<void> {
  const endpoint = await galleryEndpoint();
  const site = await startSite(
    Object.fromEntries(looks.map((example) => [`/${example.name}`, renderLook(example, endpoint.url)])),
  );
  const page = await open(browser, SIZE);
  mkdirSync(root + FOLDER, { recursive: true });
  const madeFrom = existsSync(root + MADE_FROM)
    ? (JSON.parse(readFileSync(root + MADE_FROM, 'utf8')) as Record<string, string>)
    : {};
  for (const example of looks.filter(({ name }) => !chosen.length || chosen.includes(name))) {
    await page.goto(`${site.origin}/${example.name}`);
    await settle(page);
    await page.screenshot({ path: root + example.picture, animations: 'disabled' });
    madeFrom[example.name] = example.hash;
    console.log(example.picture);
  }
  const entries = Object.fromEntries(looks.map(({ name }) => [name, madeFrom[name]]));
  const config = await resolveConfig(root + MADE_FROM);
  writeFileSync(root + MADE_FROM, await format(JSON.stringify(entries), { ...config, parser: 'json' }));
  await Promise.all([site.close(), endpoint.close()]);
}

/** The same picture in a fifth of the bytes: it is the largest part of the first page of the documentation. */
async function toWebP(page: Page, png: Buffer): Promise<Buffer> {
  const webp = await page.evaluate(
    async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.8);
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  return Buffer.from(webp.replace(/^.*,/, ''), 'base64');
}

/** A product page and the same with the dialog open, side by side. */
async function makeCheckout(browser: Browser): Promise<void> {
  const demo = await startDemo({ port: 0 });
  const page = await open(browser, { width: 600, height: 700 });
  await page.goto(`${demo.url}/modal`);
  const button = page.locator('solifyn-buy-button').getByRole('button');
  await button.waitFor();
  const before = await page.screenshot({ animations: 'disabled' });
  await button.click();
  await page.frameLocator('iframe').getByRole('button', { name: 'Pay $49.00' }).waitFor();
  const after = await page.screenshot({ animations: 'disabled' });
  const picture = await open(browser, { width: 960, height: 570 });
  const images = [before, after].map(
    (shot) => `<img alt="" src="data:image/png;base64,${shot.toString('base64')}">`,
  );
  await picture.setContent(`<style>
    body { display: flex; justify-content: center; align-items: center; gap: 18px; height: 570px; margin: 0; background: #e6e2d8; }
    img { width: 450px; height: 525px; border-radius: 8px; box-shadow: 0 1px 12px #0003; }
  </style>${images.join('')}`);
  await picture
    .locator('img')
    .last()
    .evaluate((image: HTMLImageElement) => image.decode());
  const shot = await picture.screenshot();
  writeFileSync(`${root}docs/images/checkout.webp`, await toWebP(picture, shot));
  console.log('docs/images/checkout.webp');
  await demo.close();
}

const browser = await chromium.launch({ executablePath: need('chromium').path, args: chromiumArgs });
try {
  await makeLooks(browser);
  if (!chosen.length || chosen.includes('checkout')) await makeCheckout(browser);
} finally {
  await browser.close();
}
