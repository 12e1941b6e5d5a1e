import { configuration, setting, type ReadOption } from '../config/configure.ts';
import { preconnect } from './preconnect.ts';
import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import { createSession, endpointFor, requestInit } from './session.ts';
import { toJson } from '../values.ts';

/** Milliseconds for which a session made ahead may be used. */
const PREFETCH_TTL_MS = 300_000;

const announced = new Set<string>();

/** Makes an endpoint of another origin ready, once: the connection is open, and the browser knows that we may ask. */
export function preconnectEndpoint(values: ReadOption): void {
  if (configuration.createSession) return;
  const { href, origin, protocol } = endpointFor(values);
  if (origin === location.origin || announced.has(href)) return;
  announced.add(href);
  // Browsers keep connections with and without cookies apart.
  preconnect(origin, configuration.credentials === 'include' ? 'use-credentials' : 'anonymous');
  // Chromium finishes the preflight of a request that was given up, and remembers the answer; Firefox and WebKit send
  // nothing. The request itself is never sent, but where the answer may be faster than we give up: on a local network.
  if (protocol !== 'https:') return;
  const controller = new AbortController();
  fetch(href, requestInit({ method: 'HEAD', signal: controller.signal })).catch(() => {});
  controller.abort();
}

interface PrefetchedSession {
  session: Promise<CheckoutSession>;
  /** Milliseconds since 1970. */
  until: number;
}

/** Sessions made ahead, by what was asked of whom. */
const sessions = new Map<string, PrefetchedSession>();

const isFresh = (ahead?: PrefetchedSession): ahead is PrefetchedSession =>
  !!ahead && ahead.until > Date.now();

const keyOf = (request: CheckoutRequest, values: ReadOption) => setting('endpoint', values) + toJson(request);

/** Asks for the session that a click would ask for, where the seller wants that. */
export function prefetch(request: CheckoutRequest, values: ReadOption): void {
  const key = keyOf(request, values);
  // Also one that failed: the click will try again, and the endpoint is left in peace until then.
  if (isFresh(sessions.get(key))) return;
  const session = createSession(request, values, new AbortController().signal);
  sessions.set(key, { session, until: Date.now() + PREFETCH_TTL_MS });
  session.catch(() => {});
}

/** The session made ahead for this very request, once, else a new one. As `createSession` otherwise. */
export function consumePrefetch(
  request: CheckoutRequest,
  values: ReadOption,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  const key = keyOf(request, values);
  const found = sessions.get(key);
  sessions.delete(key);
  const create = () => createSession(request, values, signal);
  return isFresh(found) ? found.session.catch(create) : create();
}
