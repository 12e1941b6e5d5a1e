import { DEFAULT_CHOICE, type Choice } from './choice.ts';
import { parseVariants, type Variant } from './variants.ts';
import type { Mistake } from './validate.ts';

/** What a snippet contains where the seller's own value is missing. The builder and the diagnosis recognise these. */
export const PLACEHOLDERS = {
  product: 'prod_YOUR_PRODUCT',
  collection: 'col_YOUR_COLLECTION',
  endpoint: 'https://your-endpoint.example/session',
} as const;

const CHECKOUT_LINKS = 'https://solifyn.com/checkout/';

/** The values that a snippet contains. */
export interface SnippetData {
  id: string;
  bundle: string;
  variants: Variant[];
  endpoint: string;
  link: string;
  successUrl: string;
  code: string;
  minPrice: string;
}

/** The seller's values. A value with a mistake never reaches the snippet: a placeholder does. */
export function toSnippetData(choice: Choice, mistakes: readonly Mistake[]): SnippetData {
  const isWrong = (field: keyof Choice) =>
    mistakes.some((mistake) => mistake.field === field && mistake.level === 'error');
  const valueOf = (
    field: 'id' | 'bundle' | 'endpoint' | 'successUrl' | 'link' | 'code' | 'minPrice',
    placeholder = '',
  ) => (isWrong(field) ? placeholder : choice[field].trim() || placeholder);
  const id = valueOf('id', PLACEHOLDERS[choice.sells]);
  const variants = isWrong('variants') ? [] : parseVariants(choice.variants);
  return {
    id,
    bundle: valueOf('bundle', PLACEHOLDERS.collection),
    variants: variants.length
      ? variants
      : [
          { id: PLACEHOLDERS.product, name: 'Monthly' },
          { id: `${PLACEHOLDERS.product}_2`, name: 'Yearly' },
        ],
    endpoint: valueOf('endpoint', PLACEHOLDERS.endpoint),
    link: valueOf('link', linkOf(id)),
    successUrl: valueOf('successUrl'),
    code: valueOf('code'),
    minPrice: valueOf('minPrice', DEFAULT_CHOICE.minPrice),
  };
}

/** The checkout link of a product or collection. */
export function linkOf(id: string): string {
  return `${CHECKOUT_LINKS}${encodeURIComponent(id)}`;
}
