/** `<solifyn-buy-button>` in the JSX of Solid: `import type {} from '@solifyn/buy-button/types/solid'`. */
import type { JSX } from 'solid-js';
import type { CheckoutEventMap, SolifynBuyButton } from '../npm.ts';
import type { Attributes, Camel, FormAttribute, Properties } from './attributes.ts';

/** Solid writes a plain text as the attribute. Any other expression for `product-id` sets the property `productId`. */
type Plain = { [Key in keyof Attributes]?: Attributes[Key] | PropertyOf<Key> };

type PropertyOf<Key extends string> = Properties[Extract<Camel<Key>, keyof Properties>];

type Explicit = { [Key in keyof Properties as `prop:${Key}`]?: Properties[Key] } & {
  [Key in keyof (Attributes & FormAttribute) as `attr:${Key}`]?: (Attributes & FormAttribute)[Key];
} & { 'bool:disabled'?: boolean | undefined };

type Props = JSX.HTMLAttributes<SolifynBuyButton> & Plain & Explicit;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'solifyn-buy-button': Props;
    }
    /** `on:solifyn-checkout-start` on every element: the events bubble. */
    interface CustomEvents extends CheckoutEventMap {}
  }
}
