import {
  dialogOf,
  expect,
  expectAllUsable,
  expectUsable,
  looks,
  sells,
  test,
} from '../../support/hostile.ts';

/** Styles that a page gives to every element, and that a shadow root must override explicitly. */
const RESETS: Record<string, string> = {
  'everything unset': '* { all: unset !important } head, style, script { display: none !important }',
  'no ground, border or room, small and grey':
    '* { margin: 0 !important; border: 0 !important; padding: 0 !important; background: none !important; color: #999 !important; font: 10px/1 serif !important; box-sizing: border-box !important }',
  'a dark body, boxes that float and hide what hangs over':
    'body { background: #000; color: #111 } * { float: left !important; overflow: hidden !important; max-height: 60px !important; opacity: 0.999 !important; transform: translateZ(0) !important }',
  'frames and dialogs pressed flat':
    'iframe, dialog, [role=dialog] { width: 10px !important; height: auto !important; max-height: none !important } body > div { display: none !important; position: static !important }',
  'a body that takes no presses, and a layer over it':
    'body { pointer-events: none } solifyn-buy-button { pointer-events: auto; position: relative; z-index: 2 } body::after { content: ""; position: fixed; z-index: 1; inset: 0 }',
  'zoom on the page and on its body': 'html { zoom: 1.25 } body { zoom: 1.1 }',
  'a body turned into a grid, from right to left':
    'html { direction: rtl } body { display: grid; grid-template-columns: 1fr 1fr; min-height: 200vh }',
};

for (const [reset, style] of Object.entries(RESETS))
  test(`Under ${reset}, button, failure and dialog are readable and usable`, async ({
    page,
    site,
    hostedCheckout,
    endpoint,
  }) => {
    await page.goto(await site({ '/': looks(hostedCheckout.endpoint, style) }));
    await expectAllUsable(page, reset);
    await sells(page, endpoint, {
      button: page.getByRole('button', { name: 'Buy now' }),
      url: hostedCheckout.checkoutUrl,
    });
  });

test('Printing while it loads, or with its dialog open, shows the whole page, and the button still sells', async ({
  page,
  site,
  hostedCheckout,
  endpoint,
  browserName,
}) => {
  const style = '@media print { * { display: none !important } html, body { display: block !important } }';
  await page.goto(await site({ '/': looks(hostedCheckout.endpoint, style) }));
  await page.getByRole('button', { name: 'Buy here' }).click();
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Pay' })).toBeVisible();
  // Only Chromium can be told to print; both can be told that somebody does.
  if (browserName === 'chromium') expect((await page.pdf()).length).toBeGreaterThan(0);
  await page.evaluate(() => ['beforeprint', 'afterprint'].map((type) => dispatchEvent(new Event(type))));
  await expectUsable(dialogOf(page).getByRole('button'), 'the close button after printing');
  await dialogOf(page).getByRole('button').click();
  await sells(page, endpoint, {
    button: page.getByRole('button', { name: 'Buy now' }),
    url: hostedCheckout.checkoutUrl,
  });
});
