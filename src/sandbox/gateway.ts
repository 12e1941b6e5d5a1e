/**
 * A stand-in for the payment gateway's own page, `https://whop.com/embedded/checkout/<session>/`: what the
 * script of `@whop/checkout` 0.5.0 puts in its iframe. It reads the query that the script writes and posts the
 * messages that the script listens for (their shapes: `util.d.ts` of that package).
 */
import { Hono } from 'hono';
import * as v from 'valibot';

import type { Checkout } from './checkouts.ts';
import { gatewayPage } from './pages/gateway.ts';
import { messagePage } from './pages/layout.ts';
import { Refusal } from './refusal.ts';
import type { Shop } from './shop.ts';

const Payment = v.object({
  email: v.pipe(v.string(), v.trim(), v.rfcEmail()),
  card: v.picklist(['accepted', 'declined']),
});

/** The iframe's page and its payment, to be mounted under `/embedded/checkout`. */
export function gatewayRoutes(shop: Shop): Hono {
  const gateway = new Hono();

  gateway.get('/:session/', (c) => {
    const checkout = shop.checkouts.bySession(c.req.param('session'));
    if (!checkout) {
      // Without a message to the page around it, as a gateway that does not know a session: it just stays silent.
      return c.html(
        messagePage({ title: 'Unknown session', text: 'Nothing was charged.', embedded: true }),
        404,
      );
    }
    return c.html(gatewayPage(checkout, c.req.query()));
  });

  gateway.post('/:session/pay', async (c) => {
    const checkout = shop.checkouts.bySession(c.req.param('session'));
    if (!checkout) return c.json({ code: 'session_not_found', message: 'This checkout has ended.' }, 404);
    const payment = v.safeParse(Payment, await c.req.json().catch(() => undefined));
    if (!payment.success) {
      return c.json({ code: 'invalid_email', message: 'Please enter your e-mail address.' }, 400);
    }
    if (payment.output.card === 'declined') {
      return c.json({ code: 'card_declined', message: 'Your card was declined.' }, 402);
    }
    try {
      const receipt_id = shop.pay(checkout, payment.output.email);
      return c.json({ plan_id: planOf(checkout), receipt_id });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return c.json({ code: 'not_available', message: refusal.message }, refusal.status);
    }
  });

  return gateway;
}

/** The gateway sells plans: one for each item. */
function planOf({ item }: Checkout): string {
  return `plan_${item.id.slice(item.id.indexOf('_') + 1)}`;
}
