/** A CDN that hands out other files than those that the seller tested. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import type { Page as SitePage } from '../../support/site.ts';
import { buyButton } from '../../support/shop.ts';

const FOLDER = '/npm/@solifyn/buy-button@0.1.0/dist/';
const FORMATS = { classic: 'solifyn-buy-button.umd.js', module: 'solifyn-buy-button.js' };
const DEBUG = 'solifyn-buy-button.debug.js';

const fileOf = (name: string) => readFileSync(new URL(`../../../dist/${name}`, import.meta.url), 'utf8');
const hashOf = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;
const tampered = (name: string) => `${fileOf(name)};globalThis.hacked=1;`;

/** Only a script that the CDN lets any origin read can be checked. */
const onCdn = (body: string): SitePage => ({ body, headers: { 'access-control-allow-origin': '*' } });

const button = (page: Page) => page.getByRole('button', { name: 'Buy now' });
/** Waits until the browser has refused a file. */
async function expectRefusal(page: Page, name: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => Reflect.get(globalThis, 'refused') as string[]))
    .toEqual([name]);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    const record = ({ target }: Event) => {
      const { src, href } = target as HTMLScriptElement & HTMLLinkElement;
      refused.push((src || href).split('/').at(-1)!);
    };
    addEventListener('error', record, true);
  });
});

const hacked = (page: Page) => page.evaluate(() => 'hacked' in globalThis);

for (const [format, name] of Object.entries(FORMATS)) {
  const shopOf = (cdn: string, endpoint: string, attributes: string) =>
    `<script ${format === 'module' ? 'type="module"' : 'async'} src="${cdn}${FOLDER}${name}" ${attributes} data-endpoint="${endpoint}"></script>` +
    buyButton('', '<a href="/plain-checkout">Buy now</a>');
  const pinned = `integrity="${hashOf(fileOf(name))}" crossorigin="anonymous"`;

  test(`A ${format} script with another hash than its integrity does not run, and the link still sells`, async ({
    page,
    site,
    endpoint,
  }) => {
    const files: Record<string, SitePage> = { [FOLDER + name]: onCdn(fileOf(name)) };
    const cdn = await site(files);
    const origin = await site({ '/': shopOf(cdn, endpoint.url, pinned), '/plain-checkout': 'Paid' });
    await page.goto(origin);
    await expect(button(page)).toBeVisible();
    files[FOLDER + name] = onCdn(tampered(name));
    await page.goto(`${origin}/?again`);
    await expectRefusal(page, name);
    expect(await hacked(page)).toBe(false);
    await page.getByRole('link', { name: 'Buy now' }).click();
    await expect(page).toHaveURL(`${origin}/plain-checkout`);
  });

  test(`A ${format} script with an integrity loads only its own self-diagnosis`, async ({
    page,
    site,
    endpoint,
  }) => {
    const files: Record<string, SitePage> = {
      [FOLDER + name]: onCdn(fileOf(name)),
      [FOLDER + DEBUG]: onCdn(fileOf(DEBUG)),
    };
    const cdn = await site(files);
    const origin = await site({ '/': shopOf(cdn, endpoint.url, pinned) });
    await page.goto(`${origin}/?solifyn-debug`);
    await expect(page.getByRole('button', { name: 'Test' })).toBeVisible();

    files[FOLDER + DEBUG] = onCdn(tampered(DEBUG));
    await page.goto(`${origin}/?again&solifyn-debug`);
    await expectRefusal(page, DEBUG);
    await expect(button(page)).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await hacked(page)).toBe(false);
    await expect(page.getByRole('button', { name: 'Test' })).toHaveCount(0);
    await button(page).click();
    await expect(page).toHaveURL(endpoint.session.checkout_url);
  });
}
