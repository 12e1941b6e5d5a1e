/**
 * The hosted checkout: a page, a payment, a receipt. In an iframe, or with `?embed=1`, the same pages are compact and post
 * the messages of the `frame` gateway (pages/embed-script.ts).
 */
import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';

import { isEmail } from '../request-rules.ts';
import type { BankPaymentStore } from './bank-payments.ts';
import type { Checkout } from './checkouts.ts';
import { HttpError } from './http-error.ts';
import { checkoutPage, receiptPage } from './pages/checkout.ts';
import { BANK_DECLINED, messagePage } from './pages/layout.ts';
import type { Shop } from './shop.ts';

const Email = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => isEmail(text)),
);

/** Pages under `/checkout` and `/receipt`. */
export function hostedRoutes(shop: Shop, bankPayments: BankPaymentStore): Hono {
  const pages = new Hono();

  /** A checkout link, as in an e-mail or on a page without script. Each visit creates a checkout. */
  const followLink = (c: Context, itemId: string) => {
    const linked = itemId.startsWith('col_') ? shop.collection(itemId) : shop.product(itemId);
    const { item, id } = shop.createCheckout(linked, { quantity: 1 });
    return c.redirect(`/checkout/test/${item.id}?checkout_id=${id}`, 303);
  };

  pages.get('/checkout/:item', (c) => followLink(c, c.req.param('item')));

  pages.get('/checkout/test/:item', (c) => {
    const id = c.req.query('checkout_id');
    if (id === undefined) return followLink(c, c.req.param('item'));
    const checkout = shop.checkouts.byId(id);
    if (checkout?.item.id !== c.req.param('item')) return notFound(c);
    if (checkout.receiptId) return redirectToReceipt(c, checkout.receiptId);
    const isDeclined = bankPayments.declined(c.req.query('state_id'), checkout) !== undefined;
    return c.html(
      checkoutPage(checkout, { embedded: isEmbedded(c), ...(isDeclined && { error: BANK_DECLINED }) }),
    );
  });

  pages.post('/checkout/test/:item', async (c) => {
    const checkout = shop.checkouts.byId(c.req.query('checkout_id') ?? '');
    if (checkout?.item.id !== c.req.param('item')) return notFound(c);
    const { email, method } = await c.req.parseBody();
    const parsedEmail = v.safeParse(Email, email);
    if (!parsedEmail.success) return showError(c, checkout, 400, 'Please enter your e-mail address.');
    if (method === 'bank') {
      checkout.email = parsedEmail.output;
      const payment = bankPayments.add({ checkout, email: parsedEmail.output, returnUrl: c.req.url });
      return c.redirect(`/bank/${payment.stateId}`, 303);
    }
    try {
      return redirectToReceipt(c, shop.pay(checkout, parsedEmail.output));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return showError(c, checkout, error.status, error.message);
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

function redirectToReceipt(c: Context, receiptId: string): Response {
  return c.redirect(`/receipt/${receiptId}${c.req.query('embed') === '1' ? '?embed=1' : ''}`, 303);
}

function showError(c: Context, checkout: Checkout, status: HttpError['status'], error: string) {
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
