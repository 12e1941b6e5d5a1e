/** What a person can use. */
const INTERACTIVE = 'iframe,a[href],button,input,select,textarea,[tabindex]';

/** Announcements and toasts don't need the buyer's hands. */
const LIVE_REGION = '[aria-live],[role=status],[role=alert],[role=log]';

/** Smaller ones are tracking pixels and the like, in CSS pixels. */
const MIN_CONTROL_SIZE = 16;

/** From this size on, an element without visible controls counts as well: they may be in a closed shadow root. */
const MIN_WINDOW_SIZE = 160;

/**
 * Whether an element that was added to the body is one that the buyer needs above the dialog, such as a bank's login or
 * a 3-D Secure window. Tracking pixels, hosts of browser extensions, live regions and toasts are not.
 */
export function isHelper(element: HTMLElement): boolean {
  // A modal dialog is in the top layer itself.
  if (!element.isConnected || element.matches(`:modal,${LIVE_REGION}`)) return false;
  if (isVisible(element, MIN_WINDOW_SIZE)) return true;
  const controls = element.matches(INTERACTIVE) ? [element] : element.querySelectorAll(INTERACTIVE);
  return [...controls].some((control) => isVisible(control, MIN_CONTROL_SIZE));
}

function isVisible(element: Element, minSize: number): boolean {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  if (width < minSize || height < minSize) return false;
  if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return false;
  const { visibility, pointerEvents } = getComputedStyle(element);
  return visibility === 'visible' && pointerEvents !== 'none';
}
