/** Amounts are whole cents of US dollars, so that sums and discounts are exact. */
export type Cents = number;

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Formats cents for a buyer: `4900` is `$49.00`. */
export function formatMoney(amount: Cents): string {
  return dollars.format(amount / 100);
}

/** Converts a price of the API, in dollars (`12.5`), to cents (`1250`). */
export function toCents(price: number): Cents {
  return Math.round(price * 100);
}
