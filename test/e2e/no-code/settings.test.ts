import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';

const ESM = '/dist/solifyn-buy-button.js';
const UMD = '/dist/solifyn-buy-button.umd.js';

/** The script tag of a page, in both formats, with what a seller adds to it. */
const FORMATS = {
  ESM: (settings: string) => `<script type="module" src="${ESM}" ${settings}></script>`,
  UMD: (settings: string) => `<script async src="${UMD}" ${settings}></script>`,
};

/** What a seller sells with, and how it calls a setting. */
const HOSTS = {
  'the element': {
    prefix: '',
    markup: (attributes: string) =>
      `<solifyn-buy-button product-id="prod_1" ${attributes}>Buy</solifyn-buy-button>`,
  },
  'a button of the page': {
    prefix: 'data-solifyn-',
    markup: (attributes: string) =>
      `<button data-solifyn-product-id="prod_1" ${attributes.replace('mode', 'data-solifyn-mode')}>Buy</button>`,
  },
};

/** What each source says of each setting; neighbours differ. */
const script = (endpoint: string) => ({
  endpoint: `${endpoint}?script`,
  mode: 'modal',
  gateway: 'script',
  theme: 'dark',
  'success-url': '/script',
  'aff-param': 'script-aff',
  'discount-param': 'script-discount',
  utm: 'true',
  'gateway-environment': 'sandbox',
  timeout: '11000',
  retries: '1',
});
const configured = (endpoint: string) => ({
  endpoint: `${endpoint}?configured`,
  mode: 'redirect',
  gateway: 'configured',
  theme: 'light',
  successUrl: '/configured',
  affParam: 'configured-aff',
  discountParam: 'configured-discount',
  utm: false,
  gatewayEnvironment: 'production',
  timeout: 12_000,
  retries: 0,
});
const attribute = (endpoint: string) => ({
  endpoint: `${endpoint}?attribute`,
  mode: 'modal',
  gateway: 'attribute',
  theme: 'dark',
  'success-url': '/attribute',
  'aff-param': 'attribute-aff',
  'discount-param': 'attribute-discount',
  utm: '',
  'gateway-environment': 'sandbox',
  timeout: '13000',
  retries: '3',
});

/** What comes of the settings, as a page can see it. */
interface Outcome {
  /** What the endpoint was called. */
  endpoint: string;
  /** POSTs until it gave up on an endpoint that is down. */
  tries: number;
  /** Milliseconds that one of them had. */
  timeout: number;
  mode: string;
  gateway: string;
  theme: string;
  environment: string;
  /** Path of the address after the payment. */
  success: string;
  aff: string;
  discountCode: string;
  utm: unknown;
}

const DEFAULT: Outcome = {
  endpoint: '/session',
  tries: 3,
  timeout: 15_000,
  mode: 'redirect',
  gateway: 'whop',
  theme: 'light',
  environment: 'production',
  success: '/',
  aff: 'aff',
  discountCode: 'discount',
  utm: undefined,
};
const SCRIPT: Outcome = {
  endpoint: '/session?script',
  tries: 2,
  timeout: 11_000,
  mode: 'modal',
  gateway: 'script',
  theme: 'dark',
  environment: 'sandbox',
  success: '/script',
  aff: 'script-aff',
  discountCode: 'script-discount',
  utm: { source: 'news' },
};
const CONFIGURED: Outcome = {
  endpoint: '/session?configured',
  tries: 1,
  timeout: 12_000,
  mode: 'redirect',
  gateway: 'configured',
  theme: 'light',
  environment: 'production',
  success: '/configured',
  aff: 'configured-aff',
  discountCode: 'configured-discount',
  utm: undefined,
};
const ATTRIBUTE: Outcome = {
  endpoint: '/session?attribute',
  tries: 4,
  timeout: 13_000,
  mode: 'modal',
  gateway: 'attribute',
  theme: 'dark',
  environment: 'sandbox',
  success: '/attribute',
  aff: 'attribute-aff',
  discountCode: 'attribute-discount',
  utm: { source: 'news' },
};

/** Each name in the address says itself. */
const VISIT = `/?${['', 'script-', 'configured-', 'attribute-']
  .flatMap((source) => ['aff', 'discount'].map((name) => `${source}${name}=${source}${name}`))
  .join('&')}&utm_source=news`;

/** What of a request the address may have said. */
interface Asked {
  aff?: string;
  discountCode?: string;
  checkoutData?: { utm?: unknown };
}

/** Writes down the delays of timers; pauses between two tries cost no time. */
function watchTimers(): void {
  const delays: number[] = [];
  const { setTimeout } = globalThis;
  Object.assign(globalThis, {
    delays,
    setTimeout: (work: () => void, delay = 0) => {
      delays.push(delay);
      return setTimeout(work, delay < 10_000 ? 0 : delay);
    },
  });
}

/** Buys three times, and says what came of it: from an endpoint that is down, in a gateway, and as `mode` has it. */
async function outcomeOf(page: Page): Promise<Omit<Outcome, 'endpoint' | 'tries'>> {
  await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
  return page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'SolifynCheckout');
    const delays: number[] = Reflect.get(globalThis, 'delays');
    let shown = {};
    for (const gateway of ['whop', 'script', 'configured', 'attribute'])
      api.registerGateway(gateway, {
        mount(
          _container: Element,
          session: { id: string },
          context: Record<string, string> & { ready(): void },
        ) {
          const { theme, environment } = context;
          // The success page is kept for a payment that leaves the page.
          const stored = JSON.parse(sessionStorage.getItem(`solifyn-return:${session.id}`)!);
          shown = {
            gateway,
            theme,
            environment,
            success: new URL(stored.successUrl ?? location.href).pathname,
          };
          context.ready();
        },
      });

    /** Clicks and waits for the event of that name. */
    const click = (id: string, name: 'open' | 'error', quantity: number) =>
      new Promise<{ mode: string; request: Asked }>((resolve) => {
        let request: Asked = {};
        addEventListener(
          'solifyn-checkout-start',
          (event) => {
            const { detail } = event as CustomEvent<{ request: Asked }>;
            request = structuredClone(detail.request);
            Object.assign(detail.request, { quantity });
          },
          { once: true },
        );
        addEventListener(
          `solifyn-checkout-${name}`,
          (event) => {
            const { mode } = (event as CustomEvent<{ mode: string }>).detail;
            dispatchEvent(new PageTransitionEvent('pagehide')); // ends every checkout
            resolve({ mode, request });
          },
          { once: true },
        );
        document.getElementById(id)!.click();
      });

    delays.length = 0;
    await click('sale', 'error', 2);
    const timeout = delays.find((delay) => delay >= 10_000)!;
    const { request } = await click('sale', 'open', 1);
    const { mode } = await click('plain', 'open', 1);
    const { aff, discountCode, checkoutData } = request;
    return { timeout, mode, ...shown, aff, discountCode, utm: checkoutData?.utm } as never;
  });
}

for (const [format, tag] of Object.entries(FORMATS))
  for (const [host, { markup, prefix }] of Object.entries(HOSTS))
    test(`Each setting comes from ${host}, else configure, else the ${format} script tag, else its default`, async ({
      page,
      site,
      endpoint,
    }) => {
      const sale = markup('id="sale" mode="modal"') + markup('id="plain"');
      const settings = Object.entries(script(endpoint.url)).map(([name, value]) => `data-${name}="${value}"`);
      const origin = await site({ '/': tag(settings.join(' ')) + sale, '/bare': tag('') + sale });
      endpoint.respond(({ body }) =>
        (body as { quantity: number }).quantity === 2
          ? { status: 503, json: {} }
          : { json: { ...endpoint.session, checkout_url: `${page.url().split('#')[0]}#checkout` } },
      );
      /** Buys, and says what the endpoint and the page saw. */
      const observe = async (): Promise<Outcome> => {
        const before = endpoint.posts.length;
        const seen = await outcomeOf(page);
        const urls = endpoint.posts.slice(before).map(({ url }) => url);
        expect(new Set(urls).size).toBe(1);
        return { ...seen, endpoint: urls[0]!, tries: urls.length - 2 };
      };
      const setAttributes = (settings: object) =>
        page.evaluate(
          ([prefix, entries]) => {
            for (const [name, value] of entries)
              for (const id of name === 'mode' ? ['plain'] : ['sale', 'plain'])
                document.getElementById(id)!.setAttribute(prefix + name, value);
          },
          [prefix, Object.entries(settings) as [string, string][]] as const,
        );
      await page.addInitScript(watchTimers);

      await page.goto(origin + VISIT.replace('/', '/bare'));
      await page.waitForFunction(() => 'SolifynCheckout' in globalThis);
      const code = await page.evaluate(
        () =>
          new Promise((resolve) => {
            addEventListener('solifyn-checkout-error', ({ detail }) => resolve(detail.error.code), {
              once: true,
            });
            document.getElementById('sale')!.click();
          }),
      );
      expect(code).toBe('not-configured');
      await setAttributes({ endpoint: endpoint.url });
      expect(await observe()).toEqual({ ...DEFAULT, success: '/bare' });

      await page.goto(origin + VISIT);
      expect(await observe()).toEqual(SCRIPT);
      // Its elements have long been there, and have sold.
      await page.evaluate(
        (options) => Reflect.get(globalThis, 'SolifynCheckout').configure(options),
        configured(endpoint.url),
      );
      expect(await observe()).toEqual(CONFIGURED);
      await setAttributes(attribute(endpoint.url));
      expect(await observe()).toEqual(ATTRIBUTE);
    });

test('A later configure changes the text and the theme of elements already there', async ({ page, site }) => {
  await page.goto(
    await site({ '/': `${FORMATS.UMD('')}<solifyn-buy-button product-id="prod_1"></solifyn-buy-button>` }),
  );
  const button = page.getByRole('button');
  await expect(button).toHaveText('Buy now');
  await page.evaluate(() =>
    Reflect.get(globalThis, 'SolifynCheckout').configure({ messages: { label: 'Get it' }, theme: 'dark' }),
  );
  await expect(button).toHaveText('Get it');
  await expect(button).toHaveCSS('color-scheme', 'dark');
});

const read = (path: string) => readFileSync(new URL(`../../..${path}`, import.meta.url), 'utf8');

/** An optimiser's own script, which comes to life when the page is there. */
const later = (code: string) =>
  `<script>addEventListener('load', async () => { const tag = document.querySelector('[data-endpoint]'); ${code} });</script>`;

/** How a page brings the script, by the names that optimisers call it; `src` is its address, `own` its setting. */
const WAYS: Record<string, (format: 'ESM' | 'UMD', src: string, own: string) => string> = {
  'with a version in its address': (format, src, own) =>
    FORMATS[format](own).replace(src, `${src}?ver=6.5.5`),

  'under another name': (format, src, own) => FORMATS[format](own).replace(src, '/cache/7f3a.js'),

  'put in by another script': (format, src, own) =>
    later(`const script = document.createElement('script');
      if ('${format}' === 'ESM') script.type = 'module';
      script.src = '${src}';
      script.setAttribute(...${JSON.stringify(own)}.replaceAll('"', '').split('='));
      document.head.append(script);`),

  'of a delayed type, cloned and put in its place': (format, src, own) =>
    `<script type="delayed" data-delayed-src="${src}" ${format === 'ESM' ? 'data-delayed-type="module"' : ''} ${own}></script>` +
    later(`const copy = document.createElement('script');
      for (const { name, value } of tag.attributes) if (name !== 'type') copy.setAttribute(name.replace('data-delayed-', ''), value);
      tag.replaceWith(copy);`),

  'left in place with a data-src, its text run by eval': (format, src, own) =>
    `<script type="text/lazy" data-src="${src}" ${own}></script>` +
    later(
      format === 'ESM'
        ? `await import(tag.dataset.src)`
        : `(0, eval)(await (await fetch(tag.dataset.src)).text())`,
    ),

  'left in place with another type, its text run as a script without address': (format, src, own) =>
    `<script type="a1b2c3-${format === 'ESM' ? 'module' : 'text/javascript'}" src="${src}" ${own}></script>` +
    later(
      `const text = await (await fetch(tag.src)).text();` +
        (format === 'ESM'
          ? `await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))`
          : `document.head.append(Object.assign(document.createElement('script'), { textContent: text }));`),
    ),

  'on a page with images called currentScript and scripts': (format, _, own) =>
    `<img name="currentScript" alt=""><img name="scripts" alt="">${FORMATS[format](own)}`,
};

for (const [way, toMarkup] of Object.entries(WAYS))
  test(`The script finds its own tag ${way}`, async ({ page, site, endpoint }) => {
    const own = `data-endpoint="${endpoint.url}"`;
    const button = '<solifyn-buy-button product-id="prod_1">Buy now</solifyn-buy-button>';
    // Another script beside it, with settings that are not ours.
    const other = `<script src="/other.js" data-mode="modal"></script>`;
    for (const [format, src] of Object.entries({ ESM, UMD } as const)) {
      const origin = await site({
        '/': other + toMarkup(format as 'ESM' | 'UMD', src, own) + button,
        '/other.js': '',
        '/cache/7f3a.js': read(src),
      });
      // Also where the diagnosis is asked for, whose file may not be found beside a script without an address.
      for (const address of [origin, `${origin}/?solifyn-debug`]) {
        await page.goto(address);
        await page.getByRole('button', { name: 'Buy now' }).click();
        await expect(page, format).toHaveURL(endpoint.session.checkout_url);
      }
    }
  });
