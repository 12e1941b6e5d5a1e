import type { CheckoutSession } from '../../protocol.ts';
import { parseCheckoutUrl } from '../../request-rules.ts';
import { baseUrl } from '../base-url.ts';
import type { CheckoutHost } from '../checkout-host.ts';
import { readSetting } from '../config/configure.ts';
import type { Mode } from '../config/settings.ts';
import { delay } from '../delay.ts';
import { findGateway, type GatewayOutcome } from '../gateways/gateway.ts';
import { clearStorage, readStorage, writeStorage } from '../storage.ts';
import { findButton, type ButtonLocator } from './locator.ts';

/** Marks this page's address for a payment that leaves it. Its value is the session's `id`. */
const RETURN_PARAMETER = 'solifyn-return';

/** How often, and how many times, the page is searched for a button that a framework renders later. */
const BUTTON_POLL_INTERVAL_MS = 50;
const MAX_BUTTON_POLLS = 60;

/** What is stored of a payment that leaves the page. */
export interface Payment {
  session: CheckoutSession;
  mode: Mode;
  gateway: string;
  customerEmail?: string | undefined;
  successUrl?: string | undefined;
  /** The button that started it, `undefined` for `openCheckout`. */
  button?: ButtonLocator | undefined;
}

interface StoredPayment extends Payment {
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
  const { id } = payment.session;
  // An about:srcdoc frame has no address of its own. Its base is the page around it.
  const url = new URL(location.protocol.startsWith('http') ? location.href : baseUrl());
  const stored: StoredPayment = { ...payment, search: url.search };
  writeStorage(storageKey(id), stored);
  url.searchParams.set(RETURN_PARAMETER, id);
  return url.href;
}

/** Forgets a payment that has completed, or has come back. */
export function forgetPayment(id: string): void {
  clearStorage(storageKey(id));
}

/**
 * Reads whether this page's address is one that a payment came back to, and removes the parameters involved. Each
 * payment comes back once: a reload or another tab finds nothing.
 *
 * @param hostOf returns the host of a buy button
 * @returns `undefined` if nothing came back, or if its outcome is unknown
 */
export async function takeReturnedPayment(
  hostOf: (node: Element | undefined) => CheckoutHost | undefined,
): Promise<ReturnedPayment | undefined> {
  const params = new URLSearchParams(location.search);
  const id = params.get(RETURN_PARAMETER);
  if (id === null) return undefined;
  // The page may register its gateway and its listeners after this script.
  await documentReady();
  const payment = readPayment(id);
  forgetPayment(id);
  const outcome = outcomeFor(payment?.gateway ?? readSetting('gateway'), params);
  const url = new URL(location.href);
  for (const name of [RETURN_PARAMETER, ...(outcome?.params ?? [])]) url.searchParams.delete(name);
  if (outcome && payment) url.search = payment.search;
  history.replaceState(history.state, '', url);
  if (!payment || !outcome) return undefined;
  const host = (payment.button && (await findHost(payment.button, hostOf))) ?? {
    target: document,
    readOption: () => undefined,
    setStatus: () => {},
  };
  return { payment, outcome, host };
}

/** Resolves when the page is parsed and its deferred scripts have run. */
export async function documentReady(): Promise<void> {
  if (document.readyState === 'complete') return;
  await Promise.race(
    ['DOMContentLoaded', 'load'].map(
      (event) => new Promise((resolve) => addEventListener(event, resolve, { once: true })),
    ),
  );
}

function outcomeFor(gateway: string, params: URLSearchParams): GatewayOutcome | undefined {
  try {
    return findGateway(gateway)?.outcome?.(params);
  } catch {
    return undefined;
  }
}

async function findHost(
  button: ButtonLocator,
  hostOf: (node: Element | undefined) => CheckoutHost | undefined,
): Promise<CheckoutHost | undefined> {
  for (let polls = 0; polls < MAX_BUTTON_POLLS; polls++) {
    const host = hostOf(findButton(button));
    if (host) return host;
    await delay(BUTTON_POLL_INTERVAL_MS);
  }
  return undefined;
}

/** A remembered payment. It is checked, because scripts of the page can write to the storage as well. */
function readPayment(id: string): StoredPayment | undefined {
  const stored = readStorage(storageKey(id)) as Partial<StoredPayment> | null | undefined;
  return parseCheckoutUrl(stored?.session?.checkout_url ?? '') && (stored as StoredPayment);
}

function storageKey(id: string): string {
  return `${RETURN_PARAMETER}:${id}`;
}
