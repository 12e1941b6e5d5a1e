/**
 * The items that the sandbox sells: one for each case that a checkout has to handle. The ids of the fixed-price product
 * and of the collection are those of Solifyn's own documentation.
 */
import type { Cents } from './money.ts';

/** A question to the buyer. The answer is in `customFields` under its key. */
export interface Question {
  key: string;
  label: string;
  required: boolean;
}

/** A product or a collection. */
export interface Item {
  id: string;
  name: string;
  /** One sentence for the checkout page. */
  summary: string;
  price: FixedPrice | OpenPrice;
  /** Pieces in stock at the start. Unlimited if absent. */
  stock?: number;
  questions?: readonly Question[];
}

/** The same for every buyer. */
export interface FixedPrice {
  kind: 'fixed';
  amount: Cents;
}

/** Pay What You Want: the buyer chooses a price from `minimum`. Without a choice the price is `suggested`. */
export interface OpenPrice {
  kind: 'open';
  minimum: Cents;
  suggested: Cents;
}

/** A discount code in capitals. Codes are case-insensitive. */
export interface Discount {
  code: string;
  off: { percent: number } | { amount: Cents };
  /** The last day on which it is valid, `YYYY-MM-DD`. Valid for ever if absent. */
  until?: string;
  /** The number of purchases that can still use it. Unlimited if absent. */
  usesLeft?: number;
}

export const products: readonly Item[] = [
  {
    id: 'prod_z2o92kEl6cYYX',
    name: 'Northlight preset pack',
    summary: '48 presets for available-light photography, for Lightroom and Capture One.',
    price: { kind: 'fixed', amount: 4900 },
  },
  {
    id: 'prod_yearly',
    name: 'A year of presets',
    summary: 'New presets every month, for a year.',
    price: { kind: 'fixed', amount: 9900 },
  },
  {
    id: 'prod_payWhatYouWant',
    name: 'Field notes, the zine',
    summary: '64 pages on a winter in the Lofoten islands, as PDF and EPUB. Pay what you want.',
    price: { kind: 'open', minimum: 500, suggested: 1500 },
    questions: [{ key: 'dedication', label: 'Dedication', required: false }],
  },
  {
    id: 'prod_customFields',
    name: 'Portfolio review',
    summary: 'Twenty pictures, forty minutes, written notes.',
    price: { kind: 'fixed', amount: 12000 },
    questions: [
      { key: 'portfolio', label: 'Address of your portfolio', required: true },
      { key: 'goal', label: 'What you want from the review', required: true },
      { key: 'pronouns', label: 'Pronouns', required: false },
    ],
  },
  {
    id: 'prod_limitedStock',
    name: 'Darkroom workshop, one seat',
    summary: 'A Saturday in the darkroom. Three seats.',
    price: { kind: 'fixed', amount: 18000 },
    stock: 3,
  },
  {
    id: 'prod_soldOut',
    name: 'First edition print',
    summary: 'Signed and numbered, 40 by 50 cm.',
    price: { kind: 'fixed', amount: 32000 },
    stock: 0,
  },
];

export const collections: readonly Item[] = [
  {
    id: 'col_123',
    name: 'The whole studio',
    summary: 'The preset pack, the zine and a year of new presets.',
    price: { kind: 'fixed', amount: 7900 },
  },
];

export const discounts: readonly Discount[] = [
  { code: 'LAUNCH20', off: { percent: 20 } },
  { code: 'FRIEND5', off: { amount: 500 } },
  { code: 'LASTONE', off: { percent: 50 }, usesLeft: 1 },
  { code: 'SUMMER24', off: { percent: 30 }, until: '2024-08-31' },
  { code: 'FIRST100', off: { percent: 40 }, usesLeft: 0 },
];
