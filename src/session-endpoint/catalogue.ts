import type { CheckoutRequest } from './checkout-request.ts';
import { HttpError } from './errors.ts';
import type { Incident } from './errors.ts';
import { createFirstTime } from './first-time.ts';

/**
 * Inclusive bounds of a price that the buyer chooses, in the product's currency, e.g. 9.5 for $9.50. No `max` means no
 * upper bound.
 */
export interface PriceBounds {
  readonly min: number;
  readonly max?: number;
}

/** What may be sold, and within which bounds a buyer may choose a price. An undefined set contains every id. */
export interface Catalogue {
  readonly products: ReadonlySet<string> | undefined;
  readonly collections: ReadonlySet<string> | undefined;
  readonly customPrices: ReadonlyMap<string, PriceBounds>;
}

/** Products for which an unlisted custom price is reported. */
const MAX_REPORTED_PRODUCTS = 1000;

/**
 * Checks requests against what the seller allows. A page can be tampered with, so neither an id nor a price in it is
 * trusted.
 *
 * @param settingName the name of an option in messages for the seller.
 * @returns a function that throws an `HttpError`: 404 `not-for-sale` or 400 `custom-price-not-allowed`. The first price
 *   for a product that `customPrices` does not list has an incident, because the seller may have forgotten it.
 */
export function createCatalogueCheck(
  { products, collections, customPrices }: Catalogue,
  settingName: (option: string) => string,
): (request: CheckoutRequest) => void {
  const isFirstTime = createFirstTime(MAX_REPORTED_PRODUCTS);

  const unlistedPrice = (productId: string): Incident => ({
    code: 'custom-price-not-allowed',
    message:
      `A custom price for ${JSON.stringify(productId)} was refused. If buyers may choose the price of this product, ` +
      `add it to ${settingName('customPrices')} with the lowest price that you accept.`,
  });

  return function checkCatalogue(request) {
    if (!('productId' in request)) {
      if (!(collections?.has(request.collectionId) ?? true)) throw notForSale();
      return;
    }
    const { productId, customPrice } = request;
    if (!(products?.has(productId) ?? true)) throw notForSale();
    if (customPrice === undefined) return;

    const bounds = customPrices.get(productId);
    if (bounds === undefined) {
      const incident = isFirstTime(productId) ? unlistedPrice(productId) : undefined;
      throw priceNotAllowed('The price of this product is fixed.', incident);
    }
    const { min, max = Infinity } = bounds;
    if (customPrice < min) throw priceNotAllowed(`The lowest price is ${min}.`);
    if (customPrice > max) throw priceNotAllowed(`The highest price is ${max}.`);
  };
}

function notForSale(): HttpError {
  return new HttpError(404, 'not-for-sale', 'This is not for sale here.');
}

function priceNotAllowed(message: string, incident?: Incident): HttpError {
  return new HttpError(400, 'custom-price-not-allowed', message, { incident });
}
