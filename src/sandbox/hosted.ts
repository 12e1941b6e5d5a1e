/**
 * The hosted checkout: a page, a payment, a receipt. The same pages in compact form are the embeddable ones,
 * with `?embed=1` or wherever a browser says that it loads them into a frame; there they speak the `frame`
 * gateway's messages (pages/embed-script.ts).
 */
import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';

import type { Checkout } from './checkouts.ts';
import { checkoutPage, receiptPage } from './pages/checkout.ts';
import { messagePage } from './pages/layout.ts';
import { Refusal } from './refusal.ts';
import type { Shop } from './shop.ts';

const Email = v.pipe(v.string(), v.trim(), v.rfcEmail());

/** Pages under `/checkout` and `/receipt`. */
export function hostedRoutes(shop: Shop): Hono {
  const pages = new Hono();

  /** A checkout link, as a seller puts it in an e-mail or in a page without script: each visit is a new checkout. */
  const openLink = (c: Context, itemId: string) => {
    const linked = itemId.startsWith('col_') ? shop.collection(itemId) : shop.product(itemId);
    const { item, id } = shop.open(linked, { quantity: 1 });
    return c.redirect(`/checkout/test/${item.id}?checkout_id=${id}`, 303);
  };

  pages.get('/checkout/:item', (c) => openLink(c, c.req.param('item')));

  pages.get('/checkout/test/:item', (c) => {
    const id = c.req.query('checkout_id');
    if (id === undefined) return openLink(c, c.req.param('item'));
    const checkout = shop.checkouts.byId(id);
    if (checkout?.item.id !== c.req.param('item')) return notFound(c);
    if (checkout.receiptId) return toReceipt(c, checkout.receiptId);
    return c.html(checkoutPage(checkout, { embedded: isEmbedded(c) }));
  });

  pages.post('/checkout/test/:item', async (c) => {
    const checkout = shop.checkouts.byId(c.req.query('checkout_id') ?? '');
    if (checkout?.item.id !== c.req.param('item')) return notFound(c);
    const { email } = await c.req.parseBody();
    const judged = v.safeParse(Email, email);
    if (!judged.success) return again(c, checkout, 400, 'Please enter your e-mail address.');
    try {
      return toReceipt(c, shop.pay(checkout, judged.output));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return again(c, checkout, refusal.status, refusal.message);
    }
  });

  pages.get('/receipt/:receipt', (c) => {
    const checkout = shop.checkouts.byReceipt(c.req.param('receipt'));
    return checkout ? c.html(receiptPage(checkout, { embedded: isEmbedded(c) })) : notFound(c);
  });

  return pages;
}

function isEmbedded(c: Context): boolean {
  return c.req.query('embed') === '1' || c.req.header('sec-fetch-dest') === 'iframe';
}

function toReceipt(c: Context, receiptId: string): Response {
  return c.redirect(`/receipt/${receiptId}${c.req.query('embed') === '1' ? '?embed=1' : ''}`, 303);
}

function again(c: Context, checkout: Checkout, status: Refusal['status'], error: string) {
  return c.html(checkoutPage(checkout, { embedded: isEmbedded(c), error }), status);
}

function notFound(c: Context) {
  return c.html(
    messagePage({
      title: 'This checkout has ended',
      text: 'Please go back to the shop and start again. Nothing was charged.',
      embedded: isEmbedded(c),
    }),
    404,
  );
}
