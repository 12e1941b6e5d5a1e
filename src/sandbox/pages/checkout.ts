/** The hosted checkout page and its receipt, both also in compact form for an iframe. */
import { html } from 'hono/html';

import type { Checkout } from '../checkouts.ts';
import { formatMoney } from '../money.ts';
import { page } from './layout.ts';
import type { Html } from './layout.ts';
import { orderDetails, orderSummary } from './summary.ts';

const SCRIPT = 'embed.js';

/** The script shows it in an iframe. */
const closeButton = html`<button type="button" class="plain" data-close hidden>Back to the shop</button>`;

/** The item, the price and the buttons that pay. */
export function checkoutPage(
  checkout: Checkout,
  { embedded, error }: { embedded: boolean; error?: string },
): Html {
  const { item, totals, email = '' } = checkout;
  return page({
    title: item.name,
    embedded,
    script: SCRIPT,
    body: html`<div class="columns">
      <section class="card" aria-labelledby="item">
        <h1 id="item">${item.name}</h1>
        <p class="quiet">${item.summary}</p>
        ${orderSummary(checkout)} ${orderDetails(checkout)}
      </section>
      <form class="card" method="post">
        <h2>Payment</h2>
        ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
        <label for="email">E-mail for the receipt</label>
        <input id="email" name="email" type="email" autocomplete="email" required value="${email}" />
        <p class="field">Card</p>
        <p class="testcard"><span>4242 4242 4242 4242</span> <span class="tag">Test card</span></p>
        <button type="submit" name="method" value="card">Pay ${formatMoney(totals.total)}</button>
        <button type="submit" name="method" value="bank" class="plain">Pay at my bank</button>
        ${closeButton}
      </form>
    </div>`,
  });
}

/** The paid receipt. */
export function receiptPage(checkout: Checkout, { embedded }: { embedded: boolean }): Html {
  const { email = '', receiptId = '' } = checkout;
  return page({
    title: 'Thank you',
    embedded,
    script: SCRIPT,
    data: { receipt: receiptId },
    body: html`<section class="card receipt">
      <p class="tick" aria-hidden="true">✓</p>
      <h1>Thank you, it is paid</h1>
      <p>The receipt is on its way to <strong>${email}</strong>.</p>
      ${orderSummary(checkout)}
      <p class="quiet">Receipt <code>${receiptId}</code></p>
      ${orderDetails(checkout)} ${closeButton}
    </section>`,
  });
}
