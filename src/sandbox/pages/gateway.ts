/** The gateway's page inside its own iframe (../gateway.ts). */
import { html } from 'hono/html';

import type { Checkout } from '../checkouts.ts';
import { formatMoney } from '../money.ts';
import { page } from './layout.ts';
import type { Html } from './layout.ts';
import { orderSummary } from './summary.ts';

/**
 * @param query What the gateway's script wrote into the address: `theme`, `locale`, `email`,
 *   `payment_redirect_url`, `skip_redirect` and more.
 */
export function gatewayPage(checkout: Checkout, query: Record<string, string>): Html {
  const { totals, receiptId } = checkout;
  const returnUrl = httpAddress(query['payment_redirect_url']);
  return page({
    title: 'Payment',
    embedded: true,
    theme: query['theme'],
    script: 'gateway.js',
    data: {
      pay: `/embedded/checkout/${checkout.sessionId}/pay`,
      ...(returnUrl && { 'return-url': returnUrl }),
      ...(returnUrl && query['skip_redirect'] !== 'true' && { leaves: 'true' }),
    },
    body: html`<form class="card" aria-labelledby="pay">
      <h1 id="pay">Pay by card</h1>
      ${orderSummary(checkout)}
      <p class="error" role="alert" hidden></p>
      <label for="email">E-mail for the receipt</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="email"
        required
        value="${query['email'] ?? checkout.email ?? ''}"
      />
      <fieldset>
        <legend>Test card</legend>
        <label class="choice"
          ><input type="radio" name="card" value="accepted" checked /> 4242 accepted</label
        >
        <label class="choice"><input type="radio" name="card" value="declined" /> 0002 declined</label>
      </fieldset>
      <button type="submit" ${receiptId ? 'disabled' : ''}>Pay ${formatMoney(totals.total)}</button>
      ${
        returnUrl
          ? html`<button type="button" class="plain" data-bank>Pay at my bank (leaves this page)</button>`
          : ''
      }
      <p class="done" role="status"></p>
    </form>`,
  });
}

/** Only an address that a browser may be sent to. */
function httpAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
