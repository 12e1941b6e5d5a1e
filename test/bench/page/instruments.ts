/** What runs in a measured page before anything else in it. */

/** What a page offers to the benchmark, as `stage`. */
export interface Instruments {
  /** ms at which the last click set out, before anybody else heard of it. */
  clicked: number;
  /** ms at which a checkout was to be opened. */
  opened: number;
  /** The browser's own `fetch`, for a benchmark of the network. */
  network: typeof fetch;
  /** Calls of `fetch` wait here; nothing leaves the page. */
  asked: { at: number; answer: (session: object) => void }[];
  /** Resolves with the ms of the next call of `fetch`. */
  nextAsked(): Promise<number>;
  /** Resolves with the ms of the next navigation, which does not take place. */
  nextNavigation(): Promise<number>;
  /** Resolves with the ms at which an iframe of that host was in the page with its address. */
  frameOf(host: string): Promise<number>;
  /** Resolves with the ms at which the first frame after which `isThere` is true has been painted. */
  painted(isThere: () => boolean): Promise<number>;
  /** Resolves after two frames: what was begun has been painted. */
  settled(): Promise<void>;
}

declare global {
  var stage: Instruments;
}

/** Given to the browser as it is: it must not refer to anything outside. */
export function instruments(): void {
  if (window !== top) return;
  const heard = new EventTarget();
  const next = (name: string) =>
    new Promise<number>((resolve) => {
      heard.addEventListener(name, (event) => resolve((event as CustomEvent<number>).detail), { once: true });
    });
  const emit = (name: string, at: number) => heard.dispatchEvent(new CustomEvent(name, { detail: at }));

  const own: Instruments = {
    clicked: 0,
    opened: 0,
    network: window.fetch.bind(window),
    asked: [],
    nextAsked: () => next('asked'),
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
        const look = () =>
          requestAnimationFrame(() => {
            const isInFrame = isThere();
            // The message comes after the frame that is being made.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (isInFrame ? resolve(performance.now()) : look());
            port2.postMessage(null);
          });
        look();
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
      own.asked.push({
        at,
        answer: (session) =>
          resolve(new Response(JSON.stringify(session), { headers: { 'content-type': 'application/json' } })),
      });
      emit('asked', at);
    });
  };
  const { navigation } = window as unknown as { navigation: EventTarget };
  navigation.addEventListener('navigate', (event) => {
    emit('navigation', performance.now());
    event.preventDefault();
  });
}
