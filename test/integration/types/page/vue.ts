/** The types for Vue's templates. test/integration/frameworks/vue proves that `vue-tsc` reads them. */
import type {} from '@solifyn/buy-button/types/vue';
import type { SolifynBuyButton } from '@solifyn/buy-button';
import type { GlobalComponents } from 'vue';

type Component = InstanceType<GlobalComponents['solifyn-buy-button']>;
type Props = Component['$props'];

({}) as Component satisfies SolifynBuyButton;

({
  'product-id': 'prod_1',
  customPrice: 9.5,
  quantity: '2',
  checkoutData: { plan: 'pro' },
  'custom-fields': '{"size":"M"}',
  mode: 'modal',
  disabled: '',
  form: 'order',
  class: ['wide', { dark: true }],
  'aria-label': 'Buy',
  onClick: (event) => event.preventDefault(),
  key: 1,
}) satisfies Props;

// @ts-expect-error: no such mode
({ mode: 'popup' }) satisfies Props;
// @ts-expect-error: not an attribute
({ 'product-name': 'Sneaker' }) satisfies Props;
// @ts-expect-error: a method is not an attribute
({ checkout: 'now' }) satisfies Props;
// @ts-expect-error: not a number
({ customPrice: 'cheap' }) satisfies Props;
// @ts-expect-error: not a field of the session
({ onSolifynCheckoutOpen: ({ detail }) => void detail.session.url }) satisfies Props;

({
  onSolifynCheckoutStart: (event) => {
    event.detail.request.aff = 'jo';
    event.currentTarget.close();
  },
}) satisfies Props;
