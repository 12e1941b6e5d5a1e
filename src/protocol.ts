/**
 * What the browser, the session endpoint and the Solifyn API say to each other. Types only: this module
 * has no runtime, so the browser and the server can both import it. Field names are the Solifyn API's own.
 */

/** A value that survives JSON, as `checkoutData` and `customFields` carry it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object, never an array. */
export type JsonObject = { [key: string]: JsonValue };

/**
 * What a buyer wants: the body of `POST /checkout/create` (with `productId`) or of
 * `POST /checkout/collection/create` (with `collectionId`). Exactly one of the two ids is set; a collection
 * takes `quantity`, `discountCode` and `aff` only.
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
  /** The payment gateway's session id (`ch_…`): what an embedded checkout is rendered from. */
  session_id: string;
  /** Public address of the hosted checkout page. */
  checkout_url: string;
}

/** The body of every answer of the session endpoint that is not a session. */
export interface EndpointError {
  error: {
    /** Stable, for programs. `rejected` (or none) means that `message` may be shown to the buyer. */
    code?: string;
    /** One sentence, plain text. */
    message: string;
  };
}
