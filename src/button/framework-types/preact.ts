/** `<solifyn-buy-button>` in the JSX of Preact: `import type {} from '@solifyn/buy-button/types/preact'`. */
import type { HTMLAttributes } from 'preact';
import type { SolifynBuyButton } from '../npm.ts';
import type { Attributes, FormAttribute, Listeners, Properties } from './attributes.ts';

/** Preact sets the property where the element has one of that name, else the attribute. */
type Props = HTMLAttributes<SolifynBuyButton> &
  Attributes &
  Omit<Properties, keyof Attributes> &
  FormAttribute &
  Listeners<'on'>;

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'solifyn-buy-button': Props;
    }
  }
}
