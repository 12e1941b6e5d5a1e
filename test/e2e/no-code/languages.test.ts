import type { Page } from '@playwright/test';
import { expect, test } from '../../support/fixtures.ts';
import { shop } from '../../support/shop.ts';

/** What the button says in each language, and a letter that its other texts are written with. */
const LANGUAGES: Record<string, [label: string, letter: RegExp]> = {
  en: ['Buy now', /\p{Script=Latin}/u],
  de: ['Jetzt kaufen', /\p{Script=Latin}/u],
  es: ['Comprar ahora', /\p{Script=Latin}/u],
  fr: ['Acheter', /\p{Script=Latin}/u],
  it: ['Acquista ora', /\p{Script=Latin}/u],
  pt: ['Comprar agora', /\p{Script=Latin}/u],
  nl: ['Nu kopen', /\p{Script=Latin}/u],
  pl: ['Kup teraz', /\p{Script=Latin}/u],
  tr: ['Satın al', /\p{Script=Latin}/u],
  ja: ['今すぐ購入', /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u],
  ko: ['지금 구매', /\p{Script=Hangul}/u],
  zh: ['立即购买', /\p{Script=Han}/u],
  'zh-Hant': ['立即購買', /\p{Script=Han}/u],
  vi: ['Mua ngay', /\p{Script=Latin}/u],
  ar: ['اشترِ الآن', /\p{Script=Arabic}/u],
  hi: ['अभी खरीदें', /\p{Script=Devanagari}/u],
};

/** Holds the session back until `release`, and then fails to show it. */
const GATEWAY = `<script>
  let release;
  SolifynCheckout.registerGateway('broken', { mount() { throw new Error('No'); } });
  SolifynCheckout.configure({ createSession: () => new Promise((resolve) => (release = () =>
    resolve({ id: '1', session_id: 'ch_1', checkout_url: 'https://solifyn.com/checkout/prod_1' }))) });
</script>`;

const buttons = Object.keys(LANGUAGES)
  .map(
    (lang) =>
      `<p lang="${lang}"><solifyn-buy-button product-id="prod_1" mode="modal" gateway="broken"></solifyn-buy-button></p>`,
  )
  .join('');

/** What sticks out of the narrow page, or of the box around it. */
const overflowing = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    const search = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) search(element.shadowRoot);
        const { right, left, width } = element.getBoundingClientRect();
        const isSeen = width > 1 && getComputedStyle(element).display !== 'none';
        const isClipped =
          element.matches('button, a, p, div, header') && element.scrollWidth > element.clientWidth + 1;
        if (isSeen && (right > 320.5 || left < -0.5 || (isClipped && element.clientWidth > 0)))
          found.push(element.outerHTML.slice(0, 120));
      }
    };
    search(document.body);
    if (document.documentElement.scrollWidth > 320) found.push('the page');
    return found;
  });

test.use({ viewport: { width: 320, height: 640 } });

test('Button, dialog and failure are in each language, and fit a page of 320 px', async ({ page, site }) => {
  test.slow(); // sixteen languages
  await page.goto(await site({ '/': shop('/session', GATEWAY + buttons) }));
  const expected = {
    loading: [] as string[],
    close: [] as string[],
    error: [] as string[],
    link: [] as string[],
  };
  for (const [lang, [label, letter]] of Object.entries(LANGUAGES)) {
    const button = page.locator(`p[lang=${lang}] solifyn-buy-button`).getByRole('button');
    await expect(button).toHaveText(label);
    await button.click();
    const dialog = page.getByRole('dialog', { name: label });
    const texts = {
      loading: await dialog.getByRole('status').textContent(),
      close: await dialog.getByRole('button').getAttribute('aria-label'),
      error: '',
      link: '',
    };
    await page.evaluate('release()');
    texts.error = (await dialog.getByRole('alert').textContent())!;
    texts.link = (await dialog.getByRole('alert').getByRole('link').textContent())!;
    expect(await overflowing(page), lang).toEqual([]);
    const direction = await dialog.getByRole('alert').evaluate((alert) => getComputedStyle(alert).direction);
    expect(direction, lang).toBe(lang === 'ar' ? 'rtl' : 'ltr');
    for (const [name, text] of Object.entries(texts) as [keyof typeof expected, string | null][]) {
      const spoken = text!.replace(/\s+/g, ' ').trim();
      expect(spoken, `${name} in ${lang}`).toMatch(letter);
      expected[name].push(spoken);
    }
    // Below the button the same text stands, without the dialog around it.
    const alert = page.locator(`p[lang=${lang}]`).getByRole('alert');
    await expect(alert).toContainText(texts.error.trim().split(/[.。।]/)[0]!);
    expect(await alert.evaluate((alert) => getComputedStyle(alert).direction), lang).toBe(direction);
    await dialog.getByRole('button').click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  for (const [name, texts] of Object.entries(expected))
    expect(new Set(texts).size, name).toBe(Object.keys(LANGUAGES).length);
});

test('The longest label of a seller breaks rather than being cut', async ({ page, site }) => {
  const LABEL =
    'Zahlungspflichtig bestellen und Donaudampfschifffahrtsgesellschaftskapitänshandbuch herunterladen';
  await page.goto(
    await site({
      '/': shop('/session', `<solifyn-buy-button product-id="prod_1">${LABEL}</solifyn-buy-button>`),
    }),
  );
  await expect(page.getByRole('button', { name: LABEL })).toBeVisible();
  expect(await overflowing(page)).toEqual([]);
});

test.describe('A page in Arabic', () => {
  for (const dir of ['dir="rtl"', ''])
    test(`has its dialog from right to left, ${dir ? 'as the page is' : 'also if the page sets no direction'}`, async ({
      page,
      site,
    }) => {
      const shopPage = shop(
        '/session',
        `${GATEWAY}<solifyn-buy-button product-id="prod_1" mode="modal" gateway="broken"></solifyn-buy-button>`,
      );
      await page.goto(
        await site({
          '/': `<!doctype html><html lang="ar" ${dir}><meta charset="utf-8"><title>A shop</title>${shopPage}`,
        }),
      );
      await page.getByRole('button').click();
      const dialog = page.getByRole('dialog');
      await page.evaluate('release()');
      await expect(dialog.getByRole('alert')).toHaveCSS('direction', 'rtl');
      const close = (await dialog.getByRole('button').boundingBox())!;
      const header = (await dialog.locator('header').boundingBox())!;
      expect(close.x).toBeLessThan(header.x + header.width / 2);
      expect(await overflowing(page)).toEqual([]);
    });
});
