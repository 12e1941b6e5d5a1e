/** The page of the buyer's bank. */
import { html } from 'hono/html';

import type { BankPayment } from '../bank-payments.ts';
import { formatMoney } from '../money.ts';
import { page } from './layout.ts';
import type { Html } from './layout.ts';

export function bankPage({ checkout: { item, totals } }: BankPayment): Html {
  return page({
    title: 'Your bank',
    body: html`<form class="card message" method="post">
      <h1>Your bank</h1>
      <p>Solifyn asks for <strong>${formatMoney(totals.total)}</strong> for ${item.name}.</p>
      <button type="submit" name="decision" value="approve">Approve the payment</button>
      <button type="submit" name="decision" value="decline" class="plain">Decline the payment</button>
    </form>`,
  });
}
