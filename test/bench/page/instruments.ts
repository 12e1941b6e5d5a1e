/** Code that runs in a measured page before its own scripts. */

/** The benchmark's interface in a page, as `stage`. */
export interface Instruments {
  /** The time of the last click in ms, before any other listener. */
  clicked: number;
  /** The time in ms at which a checkout was opened. */
  opened: number;
  /** The browser's own `fetch`, for a benchmark of the network. */
  network: typeof fetch;
  /** Pending calls of `fetch`. No request leaves the page. */
  requests: { at: number; respond: (session: object) => void }[];
  /** Resolves with the time of the next call of `fetch` in ms. */
  nextRequest(): Promise<number>;
  /** Resolves with the time of the next navigation in ms, which is prevented. */
  nextNavigation(): Promise<number>;
  /** Resolves with the time in ms at which an iframe of that host has its address. */
  frameOf(host: string): Promise<number>;
  /** Resolves with the time in ms of the first painted frame for which `isThere` is true. */
  painted(isThere: () => boolean): Promise<number>;
  /** Resolves after two frames, when pending changes are painted. */
  settled(): Promise<void>;
}

declare global {
  var stage: Instruments;
}

/** Serialized for the browser, so it must not use anything outside. */
export function instruments(): void {
  if (window !== top) return;
  const events = new EventTarget();
  const next = (name: string) =>
    new Promise<number>((resolve) => {
      events.addEventListener(name, (event) => resolve((event as CustomEvent<number>).detail), {
        once: true,
      });
    });
  const emit = (name: string, at: number) => events.dispatchEvent(new CustomEvent(name, { detail: at }));

  const own: Instruments = {
    clicked: 0,
    opened: 0,
    network: window.fetch.bind(window),
    requests: [],
    nextRequest: () => next('request'),
    nextNavigation: () => next('navigation'),
    frameOf: (host) =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          const frames = [...document.querySelectorAll('iframe')];
          if (!frames.some(({ src }) => src && new URL(src).hostname === host)) return;
          resolve(performance.now());
          observer.disconnect();
        });
        observer.observe(document, { childList: true, subtree: true, attributeFilter: ['src'] });
      }),
    painted: (isThere) =>
      new Promise((resolve) => {
        const poll = () =>
          requestAnimationFrame(() => {
            const isInFrame = isThere();
            // The message arrives after the current frame.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (isInFrame ? resolve(performance.now()) : poll());
            port2.postMessage(null);
          });
        poll();
      }),
    settled: () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  };
  globalThis.stage = own;

  addEventListener('click', () => (own.clicked = performance.now()), true);
  addEventListener('solifyn-checkout-session', () => (own.opened = performance.now()));
  window.fetch = () => {
    const at = performance.now();
    return new Promise((resolve) => {
      own.requests.push({
        at,
        respond: (session) =>
          resolve(new Response(JSON.stringify(session), { headers: { 'content-type': 'application/json' } })),
      });
      emit('request', at);
    });
  };
  const { navigation } = window as unknown as { navigation: EventTarget };
  navigation.addEventListener('navigate', (event) => {
    emit('navigation', performance.now());
    event.preventDefault();
  });
}
