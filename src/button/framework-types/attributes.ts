/**
 * What a template may write on `<solifyn-buy-button>`, derived from the element's class and its event map. The files beside
 * this one hand it to one framework each. Types only: nothing here is left at runtime.
 */
import type { LitElement } from 'lit';
import type { CheckoutEventMap, JsonObject, SolifynBuyButton } from '../npm.ts';

/** What an attribute can say, one way or another. */
type Writable = string | number | boolean | JsonObject | undefined;

/** The properties that are attributes too: those that the class adds, but for its methods and its form. */
type Name = {
  [Key in Exclude<keyof SolifynBuyButton, keyof LitElement>]-?: SolifynBuyButton[Key] extends Writable
    ? Key
    : never;
}[Exclude<keyof SolifynBuyButton, keyof LitElement>];

/** `productId` → `product-id`. */
type Kebab<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Text;

/** `product-id` → `productId`. */
export type Camel<Text extends string> = Text extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Text;

/** A property's value as the text of an attribute: of an object, its JSON. */
type Written<Value> = Value extends number
  ? Value | `${number}`
  : Value extends boolean
    ? Value | ''
    : Value extends JsonObject
      ? string
      : Value;

/** The properties, by their own names. */
export type Properties = { [Key in Name]?: SolifynBuyButton[Key] | undefined };

/** The attributes, in kebab case, with what they can say. */
export type Attributes = { [Key in Name as Kebab<Key>]?: Written<SolifynBuyButton[Key]> | undefined };

/** Attributes that a framework sets as the property where it can: either's value will do. */
export type AttributesOrProperties = {
  [Key in Name as Key | Kebab<Key>]?: SolifynBuyButton[Key] | Written<SolifynBuyButton[Key]> | undefined;
};

/** The form whose button it is, by id. Read as a property it is the form itself. */
export interface FormAttribute {
  form?: string | undefined;
}

/** A listener per event: with the prefix `on` that of `onsolifyn-checkout-start`. */
export type Listeners<Prefix extends string> = {
  [Key in keyof CheckoutEventMap as `${Prefix}${Key}`]?: Listener<CheckoutEventMap[Key]> | undefined;
};

export type Listener<Heard extends Event> = (
  event: Heard & { readonly currentTarget: SolifynBuyButton },
) => void;
