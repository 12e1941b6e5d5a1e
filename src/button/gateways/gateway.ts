import type { CheckoutSession } from '../../protocol.ts';

/** What a gateway receives when the buyer shows intent. */
export interface GatewayPreloadContext {
  theme: 'light' | 'dark';
  /** BCP 47 tag of the language around the button. */
  locale: string;
  environment: 'production' | 'sandbox';
}

/** What a gateway receives, and what it calls. All calls after `signal` has aborted do nothing. */
export interface GatewayContext extends GatewayPreloadContext {
  customerEmail?: string | undefined;
  /** The address of this page. A payment that leaves the page returns to it, whatever its outcome. */
  returnUrl: string;
  /** What `outcome` returned, if a failed payment is opened again. */
  state?: string | undefined;
  /** Aborts when the checkout closes: undo everything. */
  signal: AbortSignal;
  /** The buyer can pay. Without it the buyer is offered the hosted page 15,000 ms after `mount`. */
  ready(): void;
  /** The buyer has paid. Further calls are ignored. */
  complete(detail: { receiptId?: string }): void;
  /** The buyer closes the checkout. */
  close(): void;
  /** Something failed, at any time. The buyer is offered the hosted page: before `ready` in its place, later beside it. */
  fail(cause: unknown): void;
}

/** What became of a payment that left the page. */
export interface GatewayOutcome {
  status: 'completed' | 'failed';
  receiptId?: string;
  /** For opening a failed payment again, see `GatewayContext.state`. */
  state?: string;
  /** The names of the parameters to remove from the address. */
  params: string[];
}

/** An embedded checkout. */
export interface Gateway {
  /** Called once the buyer shows intent (hover, focus, touch), before there is a session. */
  preload?(context: GatewayPreloadContext): void;
  /**
   * Shows the session.
   *
   * @param container an empty element in the document's light DOM, already in the page
   */
  mount(container: HTMLElement, session: CheckoutSession, context: GatewayContext): void | Promise<void>;
  /**
   * Reads the address that a payment came back to.
   *
   * @returns `undefined` if the outcome is unknown
   */
  outcome?(params: URLSearchParams): GatewayOutcome | undefined;
}

const gateways = new Map<string, Gateway>();

/** Registers a gateway for `gateway="name"`. A later one with the same name replaces it. */
export function registerGateway(name: string, gateway: Gateway): void {
  gateways.set(name, gateway);
}

export function findGateway(name: string): Gateway | undefined {
  return gateways.get(name);
}
