import { fileURLToPath } from 'node:url';
import type { BrowserContext, Frame } from '@playwright/test';

/** The addresses of the gateway's files. A test that needs another response adds a route: the latest one wins. */
export const WHOP_SCRIPTS = 'https://js.whop.com/static/checkout/*.js';
export const WHOP_PAGES = /^https:\/\/(sandbox\.)?whop\.com\/embedded\//;
const WHOP_PIXEL = 'https://t.whop.tw/**';

/** A message of the gateway's page to the page around it, reduced to the used fields of @whop/checkout 0.5.0. */
export type WhopMessage =
  | { event: 'state'; state: 'loading' | 'ready' | 'disabled' }
  | { event: 'resize'; height: number }
  | { event: 'complete'; plan_id: string; receipt_id?: string; setup_intent_id?: string }
  | { event: 'payment-error'; message: string; code?: string }
  | { event: 'center' };

/** What a working page posts by itself. */
const GREETING: WhopMessage[] = [
  { event: 'state', state: 'loading' },
  { event: 'resize', height: 620 },
  { event: 'state', state: 'ready' },
];

/** The gateway without its network: its real script, and a stub of the page in its iframe. */
export interface Whop {
  /** Every address requested from the gateway so far, oldest first. */
  readonly requests: readonly string[];
  /**
   * Sets the messages of the frames that are opened later. Default: loading, a height, ready. `[]` is a page without
   * messages.
   */
  greet(messages: WhopMessage[]): void;
  /** Resolves with a frame of the stub. @param index - among the open frames of the context, by default the newest */
  frame(index?: number): Promise<Frame>;
  /** Posts a message from the newest frame to the page around it. */
  post(message: WhopMessage): Promise<void>;
}

const files = fileURLToPath(
  new URL('../../node_modules/@whop/checkout/dist/static/checkout/', import.meta.url),
);

/** The stub. Its text contains its session, so that a test can check which one was mounted. */
const standIn = (address: URL, greeting: WhopMessage[]) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gateway</title>
<p>Session <output>${address.searchParams.get('session')?.replace(/\W/g, '') ?? ''}</output></p>
<button>Pay</button>
<script>for (const message of ${JSON.stringify(greeting)}) parent.postMessage(message, '*');</script>`;

/** Routes the gateway's addresses for all pages of the context. */
export async function standInForWhop(context: BrowserContext): Promise<Whop> {
  const requests: string[] = [];
  let greeting = GREETING;

  context.on('request', (request) => {
    if (/^https:\/\/([\w.]+\.)?whop\.(com|tw)\//.test(request.url())) requests.push(request.url());
  });
  await context.route(WHOP_SCRIPTS, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    return route.fulfill({ path: `${files}${name}`, contentType: 'text/javascript' });
  });
  await context.route(WHOP_PAGES, (route) => {
    const body = standIn(new URL(route.request().url()), greeting);
    return route.fulfill({ body, contentType: 'text/html' });
  });
  await context.route(WHOP_PIXEL, (route) => route.abort());

  const frames = () =>
    context.pages().flatMap((page) => page.frames().filter((frame) => WHOP_PAGES.test(frame.url())));
  const frame = async (index = -1): Promise<Frame> => {
    for (;;) {
      const found = frames().at(index);
      if (found) return found;
      await Promise.race(context.pages().map((page) => page.waitForEvent('framenavigated')));
    }
  };

  return {
    requests,
    greet: (messages) => void (greeting = messages),
    frame,
    async post(message) {
      await (await frame()).evaluate((data) => parent.postMessage(data, '*'), message);
    },
  };
}
