import type { Page } from 'playwright';
import { startEndpoint } from '../../support/endpoint.ts';
import type { EndpointStub } from '../../support/endpoint.ts';
import { SLOW, SOLD_OUT } from './gallery.ts';

/** An endpoint that never answers for one product and refuses another. */
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

/** Brings a look's page to what it shows: buttons that are there, and each state that it is about. */
export async function settle(page: Page): Promise<void> {
  const element = page.locator('solifyn-buy-button');
  await element.first().getByRole('button').waitFor();
  // In this order: a page has one checkout under way.
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
