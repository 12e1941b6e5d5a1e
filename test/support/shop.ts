import type { Page } from '@playwright/test';

/**
 * A seller's page: the classic standalone script, then the content. It does not retry, so that failures show at once.
 */
export function shop(endpoint: string, content: string, settings = ''): string {
  const script = `<script src="/dist/solifyn-buy-button.umd.js" data-endpoint="${endpoint}" data-retries="0" ${settings}></script>`;
  return script + content;
}

/** A button for the fixed-price product. */
export function buyButton(attributes = '', content = 'Buy now'): string {
  return `<solifyn-buy-button product-id="prod_z2o92kEl6cYYX" ${attributes}>${content}</solifyn-buy-button>`;
}

/** One recorded event. */
export interface RecordedEvent {
  /** Its name without `solifyn-checkout-`. */
  name: string;
  /** The name of its target, e.g. `SOLIFYN-BUY-BUTTON` or `#document`. */
  target: string;
  bubbles: boolean;
  composed: boolean;
  cancelable: boolean;
  /** An error as its code and status. */
  detail: Record<string, unknown>;
}

/**
 * Records from the next page on, also across a redirect.
 *
 * @returns the events on all pages of the origin in this tab, oldest first
 */
export async function recordEvents(page: Page): Promise<() => Promise<RecordedEvent[]>> {
  await page.addInitScript(() => {
    for (const name of ['start', 'session', 'open', 'complete', 'close', 'error'])
      addEventListener(`solifyn-checkout-${name}`, (event) => {
        const { bubbles, composed, cancelable, target } = event;
        const detail = { ...(event as CustomEvent).detail };
        if (detail.error) detail.error = { code: detail.error.code, status: detail.error.status };
        const recorded = { name, target: (target as Node).nodeName, bubbles, composed, cancelable, detail };
        const before = JSON.parse(sessionStorage.getItem('events') ?? '[]');
        sessionStorage.setItem('events', JSON.stringify([...before, recorded]));
      });
  });
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem('events') ?? '[]'));
}

/** Resolves when the page's stylesheet has loaded. Before that, boxes have no style. */
export async function stylesheetLoaded(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.sheet != null,
  );
}
