import type { Page } from '@playwright/test';
import { dialogOf, expect, names, SCRIPT, test } from '../../support/embedded.ts';
import type { Whop } from '../../support/whop.ts';

const MODES = ['modal', 'inline'] as const;
const FAILED = 'The payment did not go through.';

/** Two buttons for one product, and what the page was told, with the target's id. */
const shop = (endpoint: string, attributes: string) => `${SCRIPT}
<script>
  addEventListener('solifyn-checkout-complete', ({ target, detail }) => {
    const targets = JSON.parse(sessionStorage.getItem('targets') ?? '[]');
    sessionStorage.setItem('targets', JSON.stringify([...targets, target.id || target.nodeName]));
    if (location.search.includes('stay')) event.preventDefault();
  });
</script>
<h1>A shop</h1>
<solifyn-buy-button id="one" product-id="prod_a" endpoint="${endpoint}" ${attributes}>One</solifyn-buy-button>
<solifyn-buy-button id="two" product-id="prod_a" quantity="2" endpoint="${endpoint}" ${attributes}>Two</solifyn-buy-button>
<a id="link" href="#" data-solifyn-product-id="prod_b" data-solifyn-endpoint="${endpoint}" data-solifyn-mode="modal">Three</a>`;

const targets = (page: Page) =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('targets') ?? '[]') as string[]);

/** Opens the checkout, and returns the address that the gateway would come back to. */
async function leave(page: Page, whop: Whop, name = 'Two'): Promise<URL> {
  await page.getByRole(name === 'Three' ? 'link' : 'button', { name }).click();
  const frame = await whop.frame();
  await frame.getByRole('button', { name: 'Pay' }).waitFor();
  return new URL(new URL(frame.url()).searchParams.get('payment_redirect_url') ?? '');
}

/** What the gateway adds to the address. */
async function comeBack(page: Page, returnUrl: URL, status: string): Promise<void> {
  returnUrl.searchParams.set('status', status);
  returnUrl.searchParams.set('state_id', 'state_1');
  await page.goto(returnUrl.href);
}

for (const mode of MODES)
  test.describe(`a payment that left the page in ${mode} mode`, () => {
    test('and completed is reported once on its button, and leads to the success page', async ({
      page,
      site,
      endpoint,
      whop,
      events,
    }) => {
      const attributes = `mode="${mode}" success-url="/thanks?id=%7BCHECKOUT_ID%7D&receipt={RECEIPT_ID}"`;
      const origin = await site({ '/': shop(endpoint.url, attributes), '/thanks': 'Thanks' });
      await page.goto(`${origin}/?colour=dark%20blue#top`);
      const returnUrl = await leave(page, whop);
      expect(returnUrl.origin + returnUrl.pathname + returnUrl.hash).toBe(`${origin}/#top`);
      const landed = page.waitForURL(/\/thanks/);
      await comeBack(page, returnUrl, 'success');
      await landed;
      expect(new URL(page.url()).search).toBe(`?id=${endpoint.session.id}&receipt=`);
      expect(await targets(page)).toEqual(['two']);

      // Page assertions may hang on a page from the back-forward cache, but evaluating does not.
      await page.evaluate(() => void setTimeout(() => history.back()));
      await expect.poll(() => page.evaluate('location.pathname').catch(() => undefined)).toBe('/');
      await expect.poll(() => page.evaluate('document.readyState').catch(() => undefined)).toBe('complete');
      expect(await targets(page), 'Back repeats nothing').toEqual(['two']);
      await page.goto(`${origin}/`);
      await comeBack(page, returnUrl, 'success');
      await expect(page).toHaveURL(`${origin}/?colour=dark+blue#top`);
      expect(await targets(page), 'it comes back once').toEqual(['two']);
      await expect.poll(() => names(events).filter((name) => name === 'complete')).toHaveLength(1);
      expect(endpoint.posts).toHaveLength(1);
    });

    test('and completed stays on the page if a listener prevents it, and a reload repeats nothing', async ({
      page,
      site,
      endpoint,
      whop,
    }) => {
      const origin = await site({ '/': shop(endpoint.url, `mode="${mode}" success-url="/thanks"`) });
      await page.goto(`${origin}/?stay=1`);
      await comeBack(page, await leave(page, whop), 'success');
      await expect.poll(() => targets(page)).toEqual(['two']);
      await expect(page).toHaveURL(`${origin}/?stay=1`);
      await page.reload();
      await expect(page.getByRole('button', { name: 'Two' })).toBeVisible();
      expect(await targets(page)).toEqual(['two']);
      await expect(page).toHaveURL(`${origin}/?stay=1`);
    });

    test('and failed opens the same session again, with the state and a message', async ({
      page,
      site,
      endpoint,
      whop,
      events,
    }) => {
      const origin = await site({ '/': shop(endpoint.url, `mode="${mode}"`) });
      await page.goto(origin);
      await comeBack(page, await leave(page, whop), 'error');
      const frame = await whop.frame();
      await expect(frame.locator('output')).toHaveText(endpoint.session.session_id.replace(/\W/g, ''));
      expect(new URL(frame.url()).searchParams.get('state_id')).toBe('state_1');
      const place = mode === 'modal' ? dialogOf(page) : page.locator('#two');
      await expect(place.getByRole('alert')).toContainText(FAILED);
      await expect(page).toHaveURL(`${origin}/`);
      expect(endpoint.posts, 'no new session').toHaveLength(1);
      await expect.poll(() => events.at(-1)).toEqual({ event: 'open', mode });

      await whop.post({ event: 'complete', plan_id: 'plan_1', receipt_id: 'receipt_1' });
      await expect.poll(() => targets(page)).toEqual(['two']);
      await expect(place.getByRole('alert')).toHaveCount(0);
      await page.reload();
      await expect(page.getByRole('button', { name: 'Two' })).toBeVisible();
      await expect(page.locator('iframe')).toHaveCount(0);
    });

    test('and has an unknown outcome does nothing', async ({ page, site, endpoint, whop, events }) => {
      const origin = await site({ '/': shop(endpoint.url, `mode="${mode}" success-url="/thanks"`) });
      await page.goto(origin);
      await comeBack(page, await leave(page, whop), 'pending');
      await expect(page).toHaveURL(`${origin}/?status=pending&state_id=state_1`);
      expect(await targets(page)).toEqual([]);
      await expect(page.locator('iframe')).toHaveCount(0);
      expect(names(events)).not.toContain('error');
    });
  });

test('A link of the page gets the event of its own payment', async ({ page, site, endpoint, whop }) => {
  const origin = await site({ '/': shop(endpoint.url, 'mode="modal"') });
  await page.goto(origin);
  await comeBack(page, await leave(page, whop, 'Three'), 'success');
  await expect.poll(() => targets(page)).toEqual(['link']);
});

test('If the button is gone, the document gets the event', async ({ page, site, endpoint, whop }) => {
  const pages: Record<string, string> = { '/': shop(endpoint.url, 'mode="modal"') };
  const origin = await site(pages);
  await page.goto(origin);
  const returnUrl = await leave(page, whop);
  pages['/'] = shop(endpoint.url, 'mode="modal"').replace(/<solifyn-buy-button id="two".*/, '');
  await comeBack(page, returnUrl, 'success');
  await expect.poll(() => targets(page)).toEqual(['#document']);
});

test('Forged parameters, a cleared storage and a second tab do nothing', async ({
  page,
  context,
  site,
  endpoint,
  whop,
  events,
}) => {
  const origin = await site({ '/': shop(endpoint.url, 'mode="modal" success-url="/thanks"') });
  for (const mark of ['', '1', '../thanks', 'https://evil.example/', '__proto__', 'constructor']) {
    await page.goto(`${origin}/?solifyn-return=${encodeURIComponent(mark)}&status=success&state_id=x&own=1`);
    await expect(page, mark).toHaveURL(`${origin}/?own=1`);
  }
  const returnUrl = await leave(page, whop);
  const second = await context.newPage();
  await comeBack(second, returnUrl, 'error');
  await expect(second).toHaveURL(`${origin}/?own=1`);
  await expect(second.locator('iframe')).toHaveCount(0);
  await second.close();
  await page.evaluate(() => sessionStorage.clear());
  await comeBack(page, returnUrl, 'error');
  await expect(page).toHaveURL(`${origin}/?own=1`);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await targets(page)).toEqual([]);
  expect(names(events)).not.toContain('complete');
});

test('A status parameter of the page’s own address is kept, also with a <base> of another origin', async ({
  page,
  site,
  endpoint,
  whop,
}) => {
  const html = shop(endpoint.url, 'mode="modal"');
  const origin = await site({ '/': html.replace(SCRIPT, `${SCRIPT}<base href="https://cdn.example/">`) });
  await page.goto(`${origin}/?status=new&colour=blue`);
  const returnUrl = await leave(page, whop);
  await page.goto(`${returnUrl.href}&status=success&state_id=state_1`);
  await expect.poll(() => targets(page)).toEqual(['two']);
  await expect(page).toHaveURL(`${origin}/?status=new&colour=blue`);
});

test('From a frame with srcdoc a payment returns to the page around it', async ({
  page,
  site,
  endpoint,
  whop,
}) => {
  const inner = shop(endpoint.url, 'mode="modal"').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const origin = await site({
    '/': `${SCRIPT}<iframe title="Embed" width="600" height="600" srcdoc="${inner}"></iframe>`,
  });
  await page.goto(`${origin}/?colour=blue`);
  await page.frameLocator('iframe').getByRole('button', { name: 'Two' }).click();
  const frame = await whop.frame();
  const returnUrl = new URL(new URL(frame.url()).searchParams.get('payment_redirect_url') ?? '');
  expect(returnUrl.origin + returnUrl.pathname).toBe(`${origin}/`);
  await comeBack(page, returnUrl, 'success');
  await expect(page).toHaveURL(`${origin}/?colour=blue`);
});
