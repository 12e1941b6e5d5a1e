import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import { configuration, configurationListeners, readSetting, type ReadOption } from '../config/configure.ts';
import { toJson } from '../json.ts';
import { preconnect } from './preconnect.ts';
import { createSession, endpointFor, requestInit } from './session.ts';

/** How long a prefetched session may be used. */
const PREFETCH_TTL_MS = 300_000;

/** Per page view, so that moving the mouse over many buttons does not use up the endpoint's rate limit. */
const MAX_PREFETCHES = 3;

interface PrefetchedSession {
  session: Promise<CheckoutSession>;
  /** Milliseconds since 1970. */
  expires: number;
}

/** The prefetched sessions, by endpoint and request. */
const sessions = new Map<string, PrefetchedSession>();

let prefetchCount = 0;

/** The endpoints that have been connected to. */
const connected = new Set<string>();

/** Opens a connection to an endpoint of another origin, once, and lets the browser send the CORS preflight. */
export function preconnectEndpoint(readOption: ReadOption): void {
  if (configuration.createSession) return;
  const { href, origin, protocol } = endpointFor(readOption);
  if (origin === location.origin || connected.has(href)) return;
  connected.add(href);
  // Browsers keep connections with and without cookies apart.
  preconnect(origin, configuration.credentials === 'include' ? 'use-credentials' : 'anonymous');
  // Chromium finishes the preflight of an aborted request and caches its answer. Firefox and WebKit send nothing. The
  // request itself is never sent, unless the answer comes faster than the abort: on a local network.
  const { headers } = configuration;
  // The names of headers that a function returns are not known yet.
  if (protocol !== 'https:' || typeof headers === 'function') return;
  const controller = new AbortController();
  fetch(href, requestInit({ method: 'HEAD', signal: controller.signal }, headers)).catch(() => {});
  controller.abort();
}

/** Creates the session that a click would create. */
export function prefetch(request: CheckoutRequest, readOption: ReadOption): void {
  const key = keyOf(request, readOption);
  // A failed prefetch is kept, too. Otherwise each hover would try again. The click does.
  if (isFresh(sessions.get(key)) || prefetchCount >= MAX_PREFETCHES) return;
  prefetchCount++;
  // Another endpoint or other headers may create another session.
  configurationListeners.add(dropPrefetches);
  const session = createSession(request, readOption, new AbortController().signal);
  sessions.set(key, { session, expires: Date.now() + PREFETCH_TTL_MS });
  session.catch(() => {});
}

/** Returns the session that was prefetched for this very request, once. Otherwise the same as `createSession`. */
export function consumePrefetch(
  request: CheckoutRequest,
  readOption: ReadOption,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  const key = keyOf(request, readOption);
  const found = sessions.get(key);
  sessions.delete(key);
  const create = () => createSession(request, readOption, signal);
  return isFresh(found) ? found.session.catch(create) : create();
}

function dropPrefetches(): void {
  sessions.clear();
}

function keyOf(request: CheckoutRequest, readOption: ReadOption): string {
  return readSetting('endpoint', readOption) + toJson(request);
}

function isFresh(prefetched: PrefetchedSession | undefined): prefetched is PrefetchedSession {
  return !!prefetched && prefetched.expires > Date.now();
}
