/** The summary of a checkout, for the checkout page, the receipt and the gateway's page. */
import { html } from 'hono/html';

import type { Checkout } from '../checkouts.ts';
import type { Discount } from '../catalogue.ts';
import { formatMoney } from '../money.ts';
import type { Html } from './layout.ts';

/** Item, quantity, discount, total. */
export function orderSummary({ item, quantity, unitAmount, totals, discount }: Checkout): Html {
  return html`<dl class="sums">
    <div>
      <dt>${item.name}${quantity > 1 ? html` <span class="quiet">× ${quantity}</span>` : ''}</dt>
      <dd>${formatMoney(totals.subtotal)}</dd>
    </div>
    ${
      quantity > 1
        ? html`<div class="quiet">
            <dt>Each</dt>
            <dd>${formatMoney(unitAmount)}</dd>
          </div>`
        : ''
    }
    ${
      discount
        ? html`<div>
            <dt>
              Discount <span class="tag">${discount.code}</span>
              <span class="quiet">${describe(discount)}</span>
            </dt>
            <dd>−${formatMoney(totals.discount)}</dd>
          </div>`
        : ''
    }
    <div class="total">
      <dt>Total</dt>
      <dd>${formatMoney(totals.total)}</dd>
    </div>
  </dl>`;
}

/** What the session was created with: answers, affiliate, metadata. Empty without these. */
export function orderDetails({ item, answers = {}, affiliate, metadata = {} }: Checkout): Html {
  const labels = new Map(item.questions?.map(({ key, label }) => [key, label]));
  const rows: [label: string, value: unknown][] = [
    ...Object.entries(answers).map(([key, value]): [string, unknown] => [labels.get(key) ?? key, value]),
    ...(affiliate === undefined ? [] : [['Affiliate', affiliate] as [string, unknown]]),
    ...Object.entries(metadata).map(([key, value]): [string, unknown] => [key, value]),
  ];
  if (rows.length === 0) return html``;
  return html`<details class="details" open>
    <summary>Sent with the order</summary>
    <dl>
      ${rows.map(
        ([label, value]) =>
          html`<dt>${label}</dt>
            <dd>${asText(value)}</dd>`,
      )}
    </dl>
  </details>`;
}

function describe({ off }: Discount): string {
  return 'percent' in off ? `${off.percent}% off` : `${formatMoney(off.amount)} off`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
