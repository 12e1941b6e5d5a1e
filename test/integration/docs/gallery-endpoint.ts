import type { Page } from 'playwright';
import { startEndpoint } from '../../support/endpoint.ts';
import type { EndpointStub } from '../../support/endpoint.ts';
import { SLOW, SOLD_OUT } from './gallery.ts';

/** An endpoint that never responds for one product and rejects another. */
export async function galleryEndpoint(): Promise<EndpointStub> {
  const endpoint = await startEndpoint();
  const json = { error: { code: 'rejected', message: 'Sold out until May.' } };
  endpoint.respond(({ body }) => {
    const { productId } = body as { productId: string };
    if (productId === SLOW) return new Promise(() => {});
    return productId === SOLD_OUT ? { status: 409, json } : { json: endpoint.session };
  });
  return endpoint;
}

/** Waits for the buttons of a look's page, and brings them into the states that it shows. */
export async function settle(page: Page): Promise<void> {
  const element = page.locator('solifyn-buy-button');
  await element.first().getByRole('button').waitFor();
  // In this order, because a page has one checkout at a time.
  for (const [product, role] of [
    [SOLD_OUT, 'alert'],
    [SLOW, 'status'],
  ] as const) {
    const shown = page.locator(`[product-id="${product}"]`);
    if (!(await shown.count())) continue;
    await shown.getByRole('button').click();
    await shown.getByRole(role).waitFor({ state: 'attached' });
  }
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.evaluate(() => document.fonts.ready);
}
