/** Amounts are whole cents of US dollars, so that sums and shares are exact. */
export type Cents = number;

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `4900` as a buyer reads it: `$49.00`. */
export function formatMoney(amount: Cents): string {
  return dollars.format(amount / 100);
}

/** The API speaks of prices in dollars (`12.5`); the sandbox counts cents (`1250`). */
export function toCents(price: number): Cents {
  return Math.round(price * 100);
}
