/** The sandbox of the Solifyn API inside the page: it creates the checkouts of the examples, so that they need no server. */
import type {} from '../../src/button/npm.ts';
import type { CheckoutRequest, CheckoutSession } from '../../src/protocol.ts';
import { collections, discounts, products } from '../../src/sandbox/catalogue.ts';
import { parseCollectionRequest, parseProductRequest } from '../../src/sandbox/checkout-request.ts';
import { HttpError } from '../../src/sandbox/http-error.ts';
import { formatMoney } from '../../src/sandbox/money.ts';
import { Shop } from '../../src/sandbox/shop.ts';

const shop = new Shop({
  products,
  collections,
  discounts,
  maxCheckouts: 100,
  onPaymentEvent: () => {},
});

/** The checkout page of the examples, beside this script. */
const checkoutPage = new URL('checkout.html', (document.currentScript as HTMLScriptElement).src);

function createSession(request: CheckoutRequest): CheckoutSession {
  const body: unknown = structuredClone(request);
  const { item, parsed } =
    request.collectionId === undefined
      ? { item: shop.product(request.productId ?? ''), parsed: parseProductRequest(body) }
      : { item: shop.collection(request.collectionId), parsed: parseCollectionRequest(body) };
  const { id, sessionId, quantity, totals, discount, email } = shop.createCheckout(item, parsed);
  const page = new URL(checkoutPage);
  page.search = new URLSearchParams({
    item: item.name,
    quantity: String(quantity),
    total: formatMoney(totals.total),
    ...(discount && { discount: `${discount.code} (−${formatMoney(totals.discount)})` }),
    ...(email && { email }),
    back: location.href,
  }).toString();
  return { id, session_id: sessionId, checkout_url: page.href };
}

void customElements.whenDefined('solifyn-buy-button').then(() => {
  const api = globalThis.SolifynCheckout;
  if (!api) throw new Error('The buy button did not load.');
  const { CheckoutError, configure } = api;
  configure({
    gateway: 'frame',
    async createSession(request) {
      try {
        return await Promise.resolve(createSession(request));
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        const { message, status } = error;
        throw new CheckoutError('rejected', message, { status, buyerText: message });
      }
    },
  });
});

/** The events of the page's buttons, for people who want to see them. */
const log = document.querySelector('#events');
for (const name of ['start', 'session', 'open', 'complete', 'close', 'error'])
  document.addEventListener(`solifyn-checkout-${name}`, (event) => {
    const { error } = (event as CustomEvent<{ error?: { code: string; message: string } }>).detail;
    const line = document.createElement('li');
    line.textContent = event.type + (error ? `: ${error.code}, ${error.message}` : '');
    log?.append(line);
  });
