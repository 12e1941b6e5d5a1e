/** The npm entry: the standalone script's exports and the types behind them. */
import * as api from './index.ts';

export * from './index.ts';
export type { Configuration } from './config/configure.ts';
export type { Mode, Settings } from './config/settings.ts';
export type { CheckoutErrorCode, CheckoutErrorOptions } from './errors.ts';
export type { CheckoutEventDetails, CheckoutEventMap } from './events.ts';
export type { Gateway, GatewayContext, GatewayPreloadContext } from './gateways/gateway.ts';
export type { Messages } from './messages/messages.ts';
export type { OpenCheckoutOptions } from './open-checkout.ts';
export type { CheckoutRequest, CheckoutSession, JsonObject, JsonValue } from '../protocol.ts';

declare global {
  var SolifynCheckout: typeof api | undefined;
}

// A standalone script that comes later finds us and does not define the element again.
if (globalThis.document) globalThis.SolifynCheckout ??= api;
