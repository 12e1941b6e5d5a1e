/** The gateway's page inside its own iframe (../gateway.ts). */
import { html } from 'hono/html';

import { parseReturnUrl } from '../bank-payments.ts';
import type { BankPayment } from '../bank-payments.ts';
import type { Checkout } from '../checkouts.ts';
import { formatMoney } from '../money.ts';
import { BANK_DECLINED, page } from './layout.ts';
import type { Html } from './layout.ts';
import { orderSummary } from './summary.ts';

export interface GatewayPageOptions {
  /** What the gateway's script wrote into the address: `theme`, `email`, `payment_redirect_url`, `skip_redirect` and more. */
  query: Record<string, string>;
  /** The payment that came back from the bank with an error, if the page is mounted again with its state. */
  declinedPayment: BankPayment | undefined;
}

export function gatewayPage(checkout: Checkout, { query, declinedPayment }: GatewayPageOptions): Html {
  const returnUrl = parseReturnUrl(query['payment_redirect_url']);
  const path = `/embedded/checkout/${checkout.sessionId}`;
  return page({
    title: 'Payment',
    embedded: true,
    theme: query['theme'],
    script: 'gateway.js',
    data: {
      pay: `${path}/pay`,
      'pay-at-bank': `${path}/bank`,
      ...(returnUrl && { 'return-url': returnUrl }),
      ...(returnUrl && query['skip_redirect'] !== 'true' && { leaves: 'true' }),
    },
    body: paymentForm(checkout, {
      email: declinedPayment?.email ?? query['email'] ?? checkout.email ?? '',
      canLeave: returnUrl !== undefined,
      isDeclined: declinedPayment !== undefined,
    }),
  });
}

function paymentForm(
  checkout: Checkout,
  { email, canLeave, isDeclined }: { email: string; canLeave: boolean; isDeclined: boolean },
): Html {
  const { totals, receiptId } = checkout;
  return html`<form class="card" aria-labelledby="pay">
    <h1 id="pay">Pay by card</h1>
    ${orderSummary(checkout)}
    <p class="error" role="alert" ${isDeclined ? '' : 'hidden'}>${isDeclined ? BANK_DECLINED : ''}</p>
    <label for="email">E-mail for the receipt</label>
    <input id="email" name="email" type="email" autocomplete="email" required value="${email}" />
    <fieldset>
      <legend>Test card</legend>
      <label class="choice"><input type="radio" name="card" value="accepted" checked /> 4242 accepted</label>
      <label class="choice"><input type="radio" name="card" value="declined" /> 0002 declined</label>
    </fieldset>
    <button type="submit" ${receiptId ? 'disabled' : ''}>Pay ${formatMoney(totals.total)}</button>
    ${
      canLeave
        ? html`<button type="button" class="plain" data-bank>Pay at my bank (leaves this page)</button>`
        : ''
    }
    <p class="done" role="status"></p>
  </form>`;
}
