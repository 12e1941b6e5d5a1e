/**
 * The stand-in for the payment gateway's page, `https://whop.com/embedded/checkout/<session>/`, which the script of
 * `@whop/checkout` 0.5.0 shows in its iframe. It reads the query that the script writes and posts the messages that the
 * script expects (`util.d.ts` of that package).
 */
import { Hono } from 'hono';
import * as v from 'valibot';

import { isEmail } from '../request-rules.ts';
import { parseReturnUrl } from './bank-payments.ts';
import type { BankPaymentStore } from './bank-payments.ts';
import type { Checkout } from './checkouts.ts';
import { HttpError } from './http-error.ts';
import { gatewayPage } from './pages/gateway.ts';
import { messagePage } from './pages/layout.ts';
import type { Shop } from './shop.ts';

const email = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => isEmail(text)),
);
const CardPayment = v.object({ email, card: v.picklist(['accepted', 'declined']) });
const BankPaymentRequest = v.object({ email, returnUrl: v.pipe(v.string(), v.check(isReturnUrl)) });

const SESSION_NOT_FOUND = { code: 'session_not_found', message: 'This checkout has ended.' };
const INVALID_EMAIL = { code: 'invalid_email', message: 'Please enter your e-mail address.' };

/** The iframe's page and its payments, for the path `/embedded/checkout`. */
export function gatewayRoutes(shop: Shop, bankPayments: BankPaymentStore): Hono {
  const gateway = new Hono();

  gateway.get('/:session/', (c) => {
    const checkout = shop.checkouts.bySession(c.req.param('session'));
    if (!checkout) {
      // For an unknown session a gateway posts no message to the page around it.
      return c.html(
        messagePage({ title: 'Unknown session', text: 'Nothing was charged.', embedded: true }),
        404,
      );
    }
    return c.html(
      gatewayPage(checkout, {
        query: c.req.query(),
        declinedPayment: bankPayments.declined(c.req.query('state_id'), checkout),
      }),
    );
  });

  gateway.post('/:session/pay', async (c) => {
    const checkout = shop.checkouts.bySession(c.req.param('session'));
    if (!checkout) return c.json(SESSION_NOT_FOUND, 404);
    const payment = v.safeParse(CardPayment, await c.req.json().catch(() => undefined));
    if (!payment.success) return c.json(INVALID_EMAIL, 400);
    if (payment.output.card === 'declined') {
      shop.declinePayment(checkout, payment.output.email);
      return c.json({ code: 'card_declined', message: 'Your card was declined.' }, 402);
    }
    try {
      const receipt_id = shop.pay(checkout, payment.output.email);
      return c.json({ plan_id: planOf(checkout), receipt_id });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return c.json({ code: 'not_available', message: error.message }, error.status);
    }
  });

  gateway.post('/:session/bank', async (c) => {
    const checkout = shop.checkouts.bySession(c.req.param('session'));
    if (!checkout) return c.json(SESSION_NOT_FOUND, 404);
    const request = v.safeParse(BankPaymentRequest, await c.req.json().catch(() => undefined));
    if (!request.success) return c.json(INVALID_EMAIL, 400);
    const { stateId } = bankPayments.add({ checkout, ...request.output });
    return c.json({ url: `/bank/${stateId}` });
  });

  return gateway;
}

/** The gateway sells plans, one for each item. */
function planOf({ item }: Checkout): string {
  return `plan_${item.id.slice(item.id.indexOf('_') + 1)}`;
}

function isReturnUrl(text: string): boolean {
  return parseReturnUrl(text) !== undefined;
}
