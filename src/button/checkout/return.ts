import type { CheckoutSession } from '../../protocol.ts';
import { parseCheckoutUrl } from '../../request-rules.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Mode } from '../config/settings.ts';
import { findGateway, type GatewayOutcome } from '../gateways/gateway.ts';
import { parseJson, toJson } from '../json.ts';
import { findButton, type ButtonLocator } from './locator.ts';

/** Marks this page's address for a payment that leaves it. Its value names the payment in the storage. */
const RETURN_PARAMETER = 'solifyn-return';

const STORAGE_KEY = 'solifyn-returns';

/** Older ones are dropped: most payments never leave the page. */
const MAX_PAYMENTS = 5;

/** How long a framework may take to render the button. */
const BUTTON_TIMEOUT_MS = 3_000;

/** What is needed when a payment comes back. */
export interface Payment {
  session: CheckoutSession;
  mode: Mode;
  gateway: string;
  customerEmail?: string | undefined;
  successUrl?: string | undefined;
  /** The button that started it. None for `openCheckout`. */
  button?: ButtonLocator | undefined;
}

interface StoredPayment extends Payment {
  token: string;
  /** The page's own query, which stays when the gateway's parameters go. */
  search: string;
}

/** A payment that came back, and what became of it. */
export interface ReturnedPayment {
  payment: Payment;
  outcome: GatewayOutcome;
  /** The host of the button that started it, else one for the document. */
  host: CheckoutHost;
}

/**
 * Remembers a payment for the visit.
 *
 * @returns the address of this page for coming back
 */
export function rememberPayment(payment: Payment): string {
  const token = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const others = readPayments().filter(({ session }) => session.id !== payment.session.id);
  writePayments([...others.slice(1 - MAX_PAYMENTS), { ...payment, token, search: location.search }]);
  const url = new URL(pageAddress());
  url.searchParams.set(RETURN_PARAMETER, token);
  return url.href;
}

/** Forgets a payment that has completed in the page. */
export function forgetPayment({ id }: CheckoutSession): void {
  writePayments(readPayments().filter(({ session }) => session.id !== id));
}

/**
 * Reads whether this page's address is one that a payment came back to, and removes the parameters involved. Each
 * payment comes back once: a reload or another tab finds nothing.
 *
 * @param hostOf returns the host of a buy button
 * @returns `undefined` if nothing came back, or if its outcome is unknown
 */
export async function takeReturnedPayment(
  hostOf: (node: Element) => CheckoutHost | undefined,
): Promise<ReturnedPayment | undefined> {
  const params = new URLSearchParams(location.search);
  const token = params.get(RETURN_PARAMETER);
  if (token === null) return undefined;
  // The page may register its gateway and its listeners after this script.
  await documentReady();
  const payment = takePayment(token);
  const outcome = outcomeFor(payment?.gateway ?? readSetting('gateway'), params);
  removeFromAddress([RETURN_PARAMETER, ...(outcome?.params ?? [])], payment?.search ?? '');
  if (!payment || !outcome) return undefined;
  const host = (payment.button && (await findHost(payment.button, hostOf))) ?? {
    target: document,
    readOption: () => undefined,
    setStatus: () => {},
  };
  return { payment, outcome, host };
}

function outcomeFor(gateway: string, params: URLSearchParams): GatewayOutcome | undefined {
  try {
    return findGateway(gateway)?.outcome?.(params);
  } catch {
    return undefined;
  }
}

/** Only the names are compared, so that the rest of the address stays as the page wrote it. */
function removeFromAddress(names: string[], ownSearch: string): void {
  const own = ownSearch.slice(1).split('&');
  const isKept = (part: string) =>
    own.includes(part) || ![...new URLSearchParams(part).keys()].some((name) => names.includes(name));
  const query = location.search.slice(1).split('&').filter(isKept).join('&');
  const { origin, pathname, hash } = location;
  // With its origin, because a <base> may have another one.
  history.replaceState(history.state, '', origin + pathname + (query && '?' + query) + hash);
}

/** Waits for the button, which a framework may render later. */
function findHost(
  button: ButtonLocator,
  hostOf: (node: Element) => CheckoutHost | undefined,
): Promise<CheckoutHost | undefined> {
  const find = () => {
    const node = findButton(button);
    return node && hostOf(node);
  };
  return new Promise((resolve) => {
    const finish = (host: CheckoutHost | undefined) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(host);
    };
    const check = () => {
      const host = find();
      if (host) finish(host);
    };
    const observer = new MutationObserver(check);
    const timer = setTimeout(() => finish(undefined), BUTTON_TIMEOUT_MS);
    observer.observe(document, { childList: true, subtree: true });
    check();
  });
}

function takePayment(token: string): StoredPayment | undefined {
  const payments = readPayments();
  const payment = payments.find((stored) => stored.token === token);
  if (payment) writePayments(payments.filter((stored) => stored !== payment));
  return payment;
}

/** The remembered payments, each of them checked, because scripts of the page can write there as well. */
function readPayments(): StoredPayment[] {
  try {
    const stored = parseJson(sessionStorage.getItem(STORAGE_KEY) ?? '');
    return Array.isArray(stored) ? stored.filter(isPayment) : [];
  } catch {
    // No storage: a sandboxed frame, blocked cookies.
    return [];
  }
}

function isPayment(stored: Partial<StoredPayment> | null): stored is StoredPayment {
  return !!parseCheckoutUrl(stored?.session?.checkout_url ?? '');
}

function writePayments(payments: StoredPayment[]): void {
  try {
    if (payments.length) sessionStorage.setItem(STORAGE_KEY, toJson(payments));
    else sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // No storage, or it is full: a payment that comes back finds nothing.
  }
}

/** The page's address. An `about:srcdoc` frame has none of its own, so it is the page around it. */
function pageAddress(): string {
  let page: Window = window;
  try {
    while (!page.location.protocol.startsWith('http') && page !== page.parent) page = page.parent;
    return page.location.href;
  } catch {
    return document.baseURI;
  }
}

function documentReady(): Promise<unknown> {
  if (document.readyState === 'complete') return Promise.resolve();
  return Promise.race(
    ['DOMContentLoaded', 'load'].map(
      (event) => new Promise((resolve) => addEventListener(event, resolve, { once: true })),
    ),
  );
}
