/** `<solifyn-buy-button>` in the JSX of React 19: `import type {} from '@solifyn/buy-button/types/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SolifynBuyButton } from '../npm.ts';
import type { Attributes, FormAttribute, Listeners, Properties } from './attributes.ts';

/** React sets the property where the element has one of that name, else the attribute. */
type Props = DetailedHTMLProps<HTMLAttributes<SolifynBuyButton>, SolifynBuyButton> &
  Attributes &
  Omit<Properties, keyof Attributes> &
  FormAttribute &
  Listeners<'on'>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'solifyn-buy-button': Props;
    }
  }
}
