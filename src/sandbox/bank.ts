/**
 * The page of the buyer's bank. A payment leaves the shop's page for it, the buyer approves or declines it, and it returns to
 * the return address with `status` and `state_id`.
 */
import { Hono } from 'hono';
import type { Context } from 'hono';

import { returnAddress } from './bank-payments.ts';
import type { BankPayment, BankPaymentStore, BankStatus } from './bank-payments.ts';
import { HttpError } from './http-error.ts';
import { bankPage } from './pages/bank.ts';
import { messagePage } from './pages/layout.ts';
import type { Shop } from './shop.ts';

/** `GET` shows the page and `POST` decides, for the path `/bank`. */
export function bankRoutes(shop: Shop, payments: BankPaymentStore): Hono {
  const bank = new Hono();

  bank.get('/:state', (c) => {
    const payment = payments.byState(c.req.param('state'));
    return payment ? c.html(bankPage(payment)) : unknownPayment(c);
  });

  bank.post('/:state', async (c) => {
    const payment = payments.byState(c.req.param('state'));
    if (!payment) return unknownPayment(c);
    const { decision } = await c.req.parseBody();
    // Back and a second click return the decision that was made.
    payment.status ??= decide(shop, payment, decision === 'approve');
    return c.redirect(returnAddress(payment), 303);
  });

  return bank;
}

function decide(shop: Shop, { checkout, email }: BankPayment, isApproved: boolean): BankStatus {
  if (!isApproved) {
    shop.declinePayment(checkout, email);
    return 'error';
  }
  try {
    shop.pay(checkout, email);
    return 'success';
  } catch (error) {
    // Sold out meanwhile: for the shop's page the payment has failed.
    if (error instanceof HttpError) return 'error';
    throw error;
  }
}

function unknownPayment(c: Context) {
  return c.html(
    messagePage({
      title: 'This payment has ended',
      text: 'Please go back to the shop and start again. Nothing was charged.',
    }),
    404,
  );
}
