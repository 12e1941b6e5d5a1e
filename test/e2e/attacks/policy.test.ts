/** The policies of docs/guides/security.md, as they stand there: all that the button does, and nothing refused. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, names, test } from '../../support/embedded.ts';
import { PLACEHOLDERS, blocksOf, snippetOf } from '../../support/guides.ts';
import { buyButton } from '../../support/shop.ts';

const CDN = 'https://cdn.jsdelivr.net';
const FILE = 'solifyn-buy-button.umd.js';

/** The gateway's analytics, which do no harm where they are refused, and what browsers ask for by themselves. */
const NOT_OURS = 'https:\\/\\/t\\.whop\\.tw|\\/favicon\\.ico$';

const policies = blocksOf('docs/guides/security.md').filter(({ title }) => title.startsWith('policy '));
const policyOf = (name: string) => snippetOf('security', `policy ${name}`).trim();

const button = (page: Page) => page.locator('solifyn-buy-button').getByRole('button');

interface Shop {
  /** What the policy refused so far, over all pages shown; without what is not ours. */
  refused: string[];
  open(content: string, query?: string): Promise<void>;
}

const setUp = test.extend<{ shopUnder: (policy: string, head?: string) => Promise<Shop> }>({
  async shopUnder({ page, site, hostedCheckout }, use) {
    await use(async (policy, head = '') => {
      const body = readFileSync(new URL(`../../../dist/${FILE}`, import.meta.url));
      const cdn = await site({});
      const [name, value] = policy.split(': ') as [string, string];
      const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`;
      const nonce = /'nonce-(\w+)'/.exec(value)?.[1] ?? '';
      const script = `${head}<script nonce="${nonce}" src="${cdn}/dist/${FILE}" integrity="${integrity}" crossorigin="anonymous" data-endpoint="${hostedCheckout.endpoint}" data-retries="0"></script>`;
      const places: Record<string, string> = {
        [CDN]: cdn,
        [new URL(PLACEHOLDERS.endpoint).origin]: new URL(hostedCheckout.endpoint).origin,
        [new URL(PLACEHOLDERS.link).origin]: new URL(hostedCheckout.checkoutUrl).origin,
      };
      const headers = { [name]: value.replaceAll(/https:[^\s;]+/g, (found) => places[found] ?? found) };
      const shop = await site({
        '/own.js': snippetOf('security', 'default policy'),
        get '/'() {
          return { body: script + content, headers };
        },
      });
      let content = '';
      const refused: string[] = [];
      await page.exposeFunction('noteRefusal', (text: string) => void refused.push(text));
      await page.addInitScript((notOurs) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
          const record = Reflect.get(globalThis, 'noteRefusal') as (text: string) => void;
          if (!new RegExp(notOurs).test(blockedURI)) record(`${effectiveDirective} ${blockedURI} ${sample}`);
        });
      }, NOT_OURS);
      return {
        refused,
        async open(provided, query = '') {
          content = provided;
          await page.goto(`${shop}/${query}`);
        },
      };
    });
  },
});

setUp(
  'Under the policy for a page of its own the button sells, in this tab and a new one, fails in words and diagnoses itself',
  async ({ page, hostedCheckout, endpoint, shopUnder }) => {
    const { open, refused } = await shopUnder(policyOf('redirect'));
    await open(buyButton());
    await expect(button(page)).toHaveCSS('min-height', '44px');
    await button(page).click();
    await page.waitForURL(hostedCheckout.checkoutUrl);

    await open(buyButton('mode="new-tab"'));
    const [tab] = await Promise.all([page.waitForEvent('popup'), button(page).click()]);
    await tab.waitForURL(hostedCheckout.checkoutUrl);

    endpoint.respond(() => ({ status: 409, json: { error: { code: 'rejected', message: 'Sold out.' } } }));
    await open(buyButton(), '?solifyn-debug');
    await button(page).click();
    await expect(page.getByRole('alert').first()).toHaveText('Sold out.');
    await page.getByRole('button', { name: 'Test' }).click();
    await expect(page.getByText(/Solifyn refuses/).first()).toBeVisible();
    expect(refused).toEqual([]);

    // That a refusal would have been noticed: this policy has no frame.
    endpoint.respond(() => ({ json: { ...endpoint.session, checkout_url: hostedCheckout.checkoutUrl } }));
    await open(buyButton('mode="modal" gateway="frame"'));
    await button(page).click();
    await expect.poll(() => refused.join()).toContain('frame-src');
  },
);

setUp(
  'Under the policy for the frame a checkout in the page is paid',
  async ({ page, events, shopUnder }) => {
    const { open, refused } = await shopUnder(policyOf('frame'));
    await open(buyButton('mode="modal" gateway="frame"'));
    await button(page).click();
    await page.frameLocator('iframe').getByRole('button', { name: 'Pay' }).click();
    await expect.poll(() => names(events)).toEqual(['start', 'session', 'open', 'complete']);
    expect(refused).toEqual([]);
  },
);

const WHOP = {
  whop: '',
  'whop-types': '<script src="/own.js"></script>',
  nonce: '',
};

for (const [name, head] of Object.entries(WHOP))
  setUp(
    `Under the policy “${name}” the gateway’s own embed is paid`,
    async ({ page, whop, events, shopUnder }) => {
      const { open, refused } = await shopUnder(policyOf(name), head);
      // The diagnosis is a second script under the same policy.
      await open(buyButton('mode="modal"'), '?solifyn-debug');
      await expect(page.getByRole('button', { name: 'Test' })).toBeVisible();
      await button(page).click();
      await expect.poll(() => names(events)).toEqual(['start', 'session', 'open']);
      await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id: 'rcpt_1' });
      await expect.poll(() => events.at(-1)).toEqual({ event: 'complete', receiptId: 'rcpt_1' });
      expect(refused).toEqual([]);
    },
  );

test('Each policy of docs/guides/security.md is tested above', () => {
  expect(policies.map(({ title }) => title.replace('policy ', '')).sort()).toEqual(
    ['redirect', 'frame', ...Object.keys(WHOP)].sort(),
  );
});
