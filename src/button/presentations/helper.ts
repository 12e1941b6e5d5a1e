/** What a person can use. */
const CONTROL = 'iframe,a[href],button,input,select,textarea,[tabindex]';

/** Announcements and toasts don't need the buyer's hands. A modal dialog is in the top layer itself. */
const IGNORED = ':modal,[aria-live],[role=status],[role=alert],[role=log]';

/** In CSS pixels. Smaller controls are tracking pixels and the like. */
const MIN_CONTROL_SIZE = 16;

/** In CSS pixels. A larger element counts without visible controls, because a closed shadow root may contain them. */
const MIN_WINDOW_SIZE = 160;

/**
 * Whether an element that was added to the body is one that the buyer needs above the dialog, such as a bank's login or
 * a 3-D Secure window. Tracking pixels, hosts of browser extensions, live regions and toasts are not.
 */
export function isHelper(element: HTMLElement): boolean {
  const isVisible = (part: Element, minSize: number) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const { visibility, pointerEvents } = getComputedStyle(part);
    // Only what is on the screen.
    const width = Math.min(right, innerWidth) - Math.max(left, 0);
    const height = Math.min(bottom, innerHeight) - Math.max(top, 0);
    return Math.min(width, height) >= minSize && visibility === 'visible' && pointerEvents !== 'none';
  };
  if (element.matches(IGNORED)) return false;
  return (
    isVisible(element, MIN_WINDOW_SIZE) ||
    [element, ...element.querySelectorAll(CONTROL)].some(
      (part) => part.matches(CONTROL) && isVisible(part, MIN_CONTROL_SIZE),
    )
  );
}
