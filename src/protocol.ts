/**
 * The bodies that the browser, the session endpoint and the Solifyn API exchange. Types only: this module
 * has no runtime, so the browser and the server can both import it. Field names are the Solifyn API's own.
 */

/** A value of JSON, for `checkoutData` and `customFields`. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object, never an array. */
export type JsonObject = { [key: string]: JsonValue };

/**
 * The body of `POST /checkout/create` (with `productId`) or of
 * `POST /checkout/collection/create` (with `collectionId`). Exactly one of the two ids is set. A collection
 * accepts only `quantity`, `discountCode` and `aff`. Named text fields have at most 500 characters.
 */
export interface CheckoutRequest {
  /** The product, e.g. `prod_z2o92kEl6cYYX`. */
  productId?: string;
  /** The collection (bundle), e.g. `col_123`. */
  collectionId?: string;
  /** Items to buy: a whole number from 1. The API's default is 1. */
  quantity?: number;
  /** Discount code, case-insensitive. */
  discountCode?: string;
  /** Price chosen by the buyer of a Pay What You Want product, in the product's currency, from 0. */
  customPrice?: number;
  /** Prefills the buyer's e-mail address. */
  customerEmail?: string;
  /** Metadata attached to the session. */
  checkoutData?: JsonObject;
  /** Answers to the product's custom form questions. */
  customFields?: JsonObject;
  /** Affiliate partner's tracking code. */
  aff?: string;
}

/** The API's answer to both calls: exactly these three non-empty strings. */
export interface CheckoutSession {
  /** Solifyn's own id of the checkout (a UUID). */
  id: string;
  /** The payment gateway's session id (`ch_…`), which an embedded checkout needs. */
  session_id: string;
  /** Public address of the hosted checkout page. */
  checkout_url: string;
}

/** The body of every answer of the session endpoint that is not a session. */
export interface EndpointError {
  error: {
    /** Stable, for programs. If it is `rejected` or missing, `message` may be shown to the buyer. */
    code?: string;
    /** One sentence, plain text. */
    message: string;
  };
}
