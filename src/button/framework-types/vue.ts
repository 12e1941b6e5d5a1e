/** `<solifyn-buy-button>` in the templates of Vue: `import type {} from '@solifyn/buy-button/types/vue'`. */
import type { HTMLAttributes, ReservedProps } from 'vue';
import type { CheckoutEventMap, SolifynBuyButton } from '../npm.ts';
import type { AttributesOrProperties, Camel, FormAttribute, Listener } from './attributes.ts';

/** Vue's name for `@solifyn-checkout-start` is `onSolifynCheckoutStart`. */
type Listeners = {
  [Name in keyof CheckoutEventMap as `on${Capitalize<Camel<Name>>}`]?:
    Listener<CheckoutEventMap[Name]> | undefined;
};

type Props = HTMLAttributes & ReservedProps & AttributesOrProperties & FormAttribute & Listeners;

declare module 'vue' {
  interface GlobalComponents {
    'solifyn-buy-button': new () => SolifynBuyButton & {
      /** For templates: what the tag takes. The element has no such property. */
      $props: Props;
    };
  }
}
