/** `<solifyn-buy-button>` in the markup of Svelte: `import type {} from '@solifyn/buy-button/types/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { SolifynBuyButton } from '../npm.ts';
import type { Attributes, FormAttribute, Listeners, Properties } from './attributes.ts';

/** Svelte sets the property where the element has one of that name, else the attribute. */
type Props = HTMLAttributes<SolifynBuyButton> &
  Attributes &
  Omit<Properties, keyof Attributes> &
  FormAttribute &
  Listeners<'on'> &
  Listeners<'on:'>; // Svelte 4, and 5 in its old syntax

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'solifyn-buy-button': Props;
  }
}
