import type { Order } from './checkout-request.ts';
import { Refusal } from './errors.ts';

/** Inclusive bounds of a price that the buyer chooses, in the product's currency. */
export interface PriceBounds {
  readonly min: number;
  readonly max?: number;
}

/** What may be sold, and at which prices of the buyer's choice. Undefined sets hold every id. */
export interface Catalogue {
  readonly products: ReadonlySet<string> | undefined;
  readonly collections: ReadonlySet<string> | undefined;
  readonly customPrices: ReadonlyMap<string, PriceBounds>;
}

/** Products whose refused price is remembered, so that a visitor who makes up ids cannot fill the memory. */
const MAX_REMEMBERED = 1000;

/**
 * Judges orders by what the seller allows, for a page can be tampered with: neither an id nor a price in it
 * decides anything.
 *
 * @returns a function that throws a `Refusal`: 404 `not-for-sale` or 400 `custom-price-not-allowed`. The first
 * price for a product that `customPrices` does not list comes with a fault, since the seller may have forgotten it.
 */
export function catalogueGuard({ products, collections, customPrices }: Catalogue): (order: Order) => void {
  const remembered = new Set<string>();

  return (order) => {
    const isForSale =
      'productId' in order
        ? (products?.has(order.productId) ?? true)
        : (collections?.has(order.collectionId) ?? true);
    if (!isForSale) throw new Refusal(404, 'not-for-sale', 'This is not for sale here.');
    if (!('productId' in order) || order.customPrice === undefined) return;

    const { productId, customPrice } = order;
    const bounds = customPrices.get(productId);
    if (bounds === undefined) {
      const isNews = !remembered.has(productId) && remembered.size < MAX_REMEMBERED;
      if (isNews) remembered.add(productId);
      throw priceRefusal(
        isNews
          ? `A customPrice for ${JSON.stringify(productId)} was refused, since the option customPrices does not list it. ` +
              'If buyers may choose its price, add it there with the lowest price you accept.'
          : undefined,
      );
    }
    if (customPrice < bounds.min || customPrice > (bounds.max ?? Infinity)) throw priceRefusal();
  };
}

function priceRefusal(news?: string): Refusal {
  return new Refusal(
    400,
    'custom-price-not-allowed',
    'This price is not allowed.',
    news === undefined ? {} : { fault: { code: 'custom-price-not-allowed', message: news } },
  );
}
