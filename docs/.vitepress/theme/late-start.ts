/**
 * On a narrow screen the theme starts at the reader's first touch, scroll or key, not while the page loads. Everything that such
 * a screen shows is in the page's HTML, and links work without a script. Only the menu, the search and the copy buttons need
 * Vue, which blocks a slow phone for several hundred milliseconds while it takes over the page. On a wide screen the theme
 * starts at once, because it adds the outline beside the text.
 */

/** From this width on the theme shows the sidebar. */
const WIDE_SCREEN = '(min-width: 960px)';

const FIRST_ACTIONS = ['pointerdown', 'touchstart', 'keydown', 'focusin', 'scroll', 'wheel', 'click'];

/** What the reader pressed before the theme could handle it. */
let missedEvent: Event | undefined;

/** Undoes the listeners that keep a missed event. */
let stopKeeping: (() => void) | undefined;

/** The keys of the search: Ctrl+K, Command+K or a slash. */
function isSearchKey(event: Event): event is KeyboardEvent {
  if (!(event instanceof KeyboardEvent)) return false;
  return event.key === '/' || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
}

const buttonOf = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLElement>('button') : null;

function keep(event: Event): void {
  if (!(event.type === 'click' ? buttonOf(event) : isSearchKey(event))) return;
  event.preventDefault();
  missedEvent = event;
}

/** Resolves when the theme has to start. */
export function firstAction(): Promise<void> {
  if (window.matchMedia(WIDE_SCREEN).matches || window.scrollY > 0) return Promise.resolve();
  const keeping = new AbortController();
  stopKeeping = () => keeping.abort();
  for (const type of ['click', 'keydown'])
    window.addEventListener(type, keep, { capture: true, signal: keeping.signal });
  return new Promise((resolve) => {
    const starting = new AbortController();
    const start = () => {
      starting.abort();
      resolve();
    };
    for (const type of FIRST_ACTIONS)
      window.addEventListener(type, start, { capture: true, passive: true, signal: starting.signal });
    // A phone that is turned, or a window that is made wider.
    window.matchMedia(WIDE_SCREEN).addEventListener('change', start, { signal: starting.signal });
  });
}

/** Repeats the last click on a button, or key of the search, that came before the theme was there. */
export function repeatMissedEvent(): void {
  stopKeeping?.();
  if (!missedEvent) return;
  const event = missedEvent;
  missedEvent = undefined;
  if (event.type === 'click') buttonOf(event)?.click();
  else window.dispatchEvent(new KeyboardEvent(event.type, event));
}
