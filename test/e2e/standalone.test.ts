import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { SolifynBuyButton as BuyButton } from '../../src/button/buy-button.ts';
import { expect, test } from '../support/fixtures.ts';

interface Exports {
  SolifynBuyButton: typeof BuyButton;
}

const fromRoot = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const pkg = JSON.parse(fromRoot('package.json')) as { name: string; version: string };

const ESM = '/dist/solifyn-buy-button.js';
const UMD = '/dist/solifyn-buy-button.umd.js';
const esm = `<script type="module" src="${ESM}"></script>`;
const umd = `<script async src="${UMD}"></script>`;
const button = '<solifyn-buy-button product-id="prod_z2o92kEl6cYYX">Buy now</solifyn-buy-button>';

/** What a page says in its console, and what it throws. */
function listen(page: Page): { messages: string[]; errors: string[] } {
  const output = { messages: [] as string[], errors: [] as string[] };
  page.on('console', (message) => output.messages.push(message.text()));
  page.on('pageerror', (error) => output.errors.push(String(error)));
  return output;
}

const silence = { messages: [], errors: [] };

async function openShop(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
}

for (const [format, script] of Object.entries({ ESM: esm, UMD: umd })) {
  test.describe(`the ${format} standalone script`, () => {
    test('requests nothing but itself', async ({ page, site }) => {
      const origin = await site({ '/': script + button });
      const requests: string[] = [];
      page.on('request', (request) => requests.push(new URL(request.url()).pathname));
      const output = listen(page);
      await openShop(page, origin);
      await page.waitForLoadState('networkidle');
      expect(requests.filter((path) => path !== '/favicon.ico').sort()).toEqual(
        ['/', format === 'ESM' ? ESM : UMD].sort(),
      );
      expect(output).toEqual(silence);
    });

    test('begins with the compile hint, which browsers read only in the first line', () => {
      const [first, second] = fromRoot(format === 'ESM' ? ESM : UMD).split('\n');
      expect(first).toMatch(/^\uFEFF?\/\/# allFunctionsCalledOnLoad$/);
      expect(second).toContain(`${pkg.name} ${pkg.version}`);
    });

    test('contains all of LitElement, so that controllers and subclass callbacks work', async ({
      page,
      site,
    }) => {
      const origin = await site({ '/': script + button });
      await openShop(page, origin);
      const calls = await page.evaluate(async () => {
        const { SolifynBuyButton } = Reflect.get(globalThis, 'SolifynCheckout') as Exports;
        const calls: string[] = [];
        class Special extends SolifynBuyButton {
          protected override firstUpdated(changed: Map<string, unknown>) {
            super.firstUpdated(changed);
            calls.push(`firstUpdated ${changed.has('quantity')}`);
          }
          protected override updated(changed: Map<string, unknown>) {
            super.updated(changed);
            calls.push(`updated ${changed.has('quantity')}`);
          }
        }
        customElements.define('special-button', Special);
        const element = new Special();
        element.addController({
          hostConnected: () => calls.push('hostConnected'),
          hostUpdated: () => calls.push('hostUpdated'),
          hostDisconnected: () => calls.push('hostDisconnected'),
        });
        calls.push(`hasUpdated ${element.hasUpdated}`);
        element.setAttribute('quantity', '2');
        document.body.append(element);
        await element.updateComplete;
        calls.push(`hasUpdated ${element.hasUpdated}`, `quantity ${element.quantity}`);
        element.remove();
        return calls;
      });
      expect(calls).toEqual([
        'hasUpdated false',
        'hostConnected',
        'hostUpdated',
        'firstUpdated true',
        'updated true',
        'hasUpdated true',
        'quantity 2',
        'hostDisconnected',
      ]);
    });

    test('sets SolifynCheckout to the whole API', async ({ page, site }) => {
      await openShop(page, await site({ '/': script + button }));
      const names = await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'SolifynCheckout')).sort());
      expect(names).toEqual(
        [
          'CheckoutError',
          'SolifynBuyButton',
          'configure',
          'openCheckout',
          'registerGateway',
          'version',
        ].sort(),
      );
    });

    test('starts on a page whose form has the id SolifynCheckout', async ({ page, site }) => {
      await openShop(page, await site({ '/': `<form id="SolifynCheckout"></form>${script}${button}` }));
    });
  });
}

test('The UMD standalone script starts from a script in an SVG, which has no src', async ({ page, site }) => {
  await openShop(page, await site({ '/': `<svg><script href="${UMD}"></script></svg>${button}` }));
  expect(await page.evaluate(() => !!customElements.get('solifyn-buy-button'))).toBe(true);
});

test('The ESM standalone script exports the API and nothing else', async ({ page, site }) => {
  await page.goto(await site({ '/': button }));
  const exported = await page.evaluate(async (address) => {
    const module: Record<string, unknown> = await import(address);
    const api: Record<string, unknown> = Reflect.get(globalThis, 'SolifynCheckout');
    return {
      names: Object.keys(module).sort(),
      same: Object.keys(module).every((name) => module[name] === api[name]),
    };
  }, ESM);
  expect(exported).toEqual({
    names: ['CheckoutError', 'SolifynBuyButton', 'configure', 'openCheckout', 'registerGateway', 'version'],
    same: true,
  });
});

const TWICE = {
  'as ESM twice': `<script type="module" src="${ESM}?first"></script><script type="module" src="${ESM}?second"></script>`,
  'as UMD twice': `<script src="${UMD}?first"></script><script src="${UMD}?second"></script>`,
  'as UMD, then ESM': `<script src="${UMD}"></script>${esm}`,
  'as ESM, then UMD': `${esm}<script type="module">document.head.append(Object.assign(document.createElement('script'), { src: '${UMD}' }))</script>`,
};

const TRUSTED_TYPES =
  "require-trusted-types-for 'script'; trusted-types lit-html; script-src 'self' 'unsafe-inline'";

for (const [how, scripts] of Object.entries(TWICE)) {
  test(`Loaded ${how}, the first copy wins without a warning`, async ({ page, site }) => {
    const output = listen(page);
    await page.goto(await site({ '/': scripts + button }));
    await expect.poll(() => copies(page)).toHaveLength(2);
    await expect(page.getByRole('button', { name: 'Buy now' })).toHaveCount(1);
    expect(output).toEqual(silence);
  });
}

test('Loaded twice under Trusted Types, it creates one policy without a violation', async ({
  page,
  site,
}) => {
  const output = listen(page);
  const headers = { 'content-security-policy': TRUSTED_TYPES };
  await page.goto(await site({ '/': TWICE['as UMD, then ESM'] + button }, { headers }));
  await expect.poll(() => copies(page)).toHaveLength(2);
  await expect(page.getByRole('button', { name: 'Buy now' })).toBeVisible();
  expect(output.errors).toEqual([]);
  expect(output.messages).toEqual([]);
});

/** Every copy that ran notes itself here. */
const copies = (page: Page): Promise<string[]> =>
  page.evaluate(() => Reflect.get(globalThis, 'SolifynCheckout')?.SolifynBuyButton.copies ?? []);

test('A second copy of another version logs one warning with both versions', async ({ page, site }) => {
  const script = fromRoot(UMD);
  const output = listen(page);
  const origin = await site({
    '/': `${TWICE['as UMD twice'].split('</script>')[0]}</script><script src="/newer.js"></script>${button}`,
    '/newer.js': script.replaceAll(`"${pkg.version}"`, '"9.9.9"').replaceAll(`${pkg.version} `, '9.9.9 '),
  });
  await openShop(page, origin);
  expect(output.messages).toHaveLength(1);
  expect(output.messages[0]).toContain(pkg.version);
  expect(output.messages[0]).toContain('9.9.9');
  expect(await page.evaluate(() => Reflect.get(globalThis, 'SolifynCheckout').version)).toBe(pkg.version);
});
