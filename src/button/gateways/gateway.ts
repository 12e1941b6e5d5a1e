import type { CheckoutSession } from '../../protocol.ts';

/** What a gateway is told when the buyer shows intent. */
export interface GatewayPreloadContext {
  theme: 'light' | 'dark';
  /** BCP 47 tag of the language around the button. */
  locale: string;
  environment: 'production' | 'sandbox';
}

/** What a gateway is told, and how it tells. All calls after `signal` has aborted do nothing. */
export interface GatewayContext extends GatewayPreloadContext {
  customerEmail?: string;
  /** `success-url`, else this page: where payments that leave the page come back to. */
  returnUrl: string;
  /** Aborts when the checkout closes: undo everything. */
  signal: AbortSignal;
  /** The buyer can pay. Without it the buyer is offered the hosted page 15,000 ms after `mount`. */
  ready(): void;
  /** Paid. Counts once. */
  complete(detail: { receiptId?: string }): void;
  /** The buyer wants out. */
  close(): void;
  /** It does not work, at any time. The buyer is offered the hosted page: before `ready` in its place, later beside it. */
  fail(cause: unknown): void;
}

/** An embedded checkout. */
export interface Gateway {
  /** Called once the buyer shows intent (hover, focus, touch), before any session: warm up. */
  preload?(context: GatewayPreloadContext): void;
  /**
   * Shows the session.
   *
   * @param container an empty element in the document's light DOM, already in the page
   */
  mount(container: HTMLElement, session: CheckoutSession, context: GatewayContext): void | Promise<void>;
}

const gateways = new Map<string, Gateway>();

/** Makes a gateway known by name, for `gateway="name"`. A later one of the same name replaces it. */
export function registerGateway(name: string, gateway: Gateway): void {
  gateways.set(name, gateway);
}

/** The gateway of that name. */
export function findGateway(name: string): Gateway | undefined {
  return gateways.get(name);
}
