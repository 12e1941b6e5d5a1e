/** The types for Svelte's markup. test/integration/frameworks/svelte proves that `svelte-check` reads them. */
import type {} from '@solifyn/buy-button/types/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Props = SvelteHTMLElements['solifyn-buy-button'];

({
  'product-id': 'prod_1',
  customPrice: 9.5,
  quantity: '2',
  checkoutData: { plan: 'pro' },
  'custom-fields': '{"size":"M"}',
  mode: 'inline',
  disabled: true,
  form: 'order',
  class: 'wide',
  'onsolifyn-checkout-start': (event) => {
    event.detail.request.aff = 'jo';
    event.currentTarget.close();
  },
  'on:solifyn-checkout-error': ({ detail }) => {
    console.warn(detail.error.code);
  },
}) satisfies Props;

// @ts-expect-error: no such mode
({ mode: 'popup' }) satisfies Props;
// @ts-expect-error: not an attribute
({ 'product-name': 'Sneaker' }) satisfies Props;
// @ts-expect-error: an attribute is text
({ 'checkout-data': { plan: 'pro' } }) satisfies Props;
// @ts-expect-error: not a number
({ customPrice: 'cheap' }) satisfies Props;
// @ts-expect-error: not a field of the session
({ 'onsolifyn-checkout-open': ({ detail }) => void detail.session.url }) satisfies Props;
