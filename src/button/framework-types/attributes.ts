/**
 * What a template may write on `<solifyn-buy-button>`, derived from the element's class and its event map. The files beside
 * this one hand it to one framework each. Types only: nothing here is left at runtime.
 */
import type { LitElement } from 'lit';
import type { CheckoutEventMap, JsonObject, SolifynBuyButton } from '../npm.ts';

/** The types of properties that an attribute can set. */
type Writable = string | number | boolean | JsonObject | undefined;

/** The properties that have an attribute: those that the class adds, except its methods and its form. */
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

/** The type of an attribute. An object is written as JSON. */
type Written<Value> = Value extends number
  ? Value | `${number}`
  : Value extends boolean
    ? Value | ''
    : Value extends JsonObject
      ? string
      : Value;

/** The properties, by their own names. */
export type Properties = { [Key in Name]?: SolifynBuyButton[Key] | undefined };

/** The attributes in kebab case, with their types. */
export type Attributes = { [Key in Name as Kebab<Key>]?: Written<SolifynBuyButton[Key]> | undefined };

/** For a framework that sets the property if there is one: an attribute may have the value of either. */
export type AttributesOrProperties = {
  [Key in Name as Key | Kebab<Key>]?: SolifynBuyButton[Key] | Written<SolifynBuyButton[Key]> | undefined;
};

/** The id of the form that it submits. The property of that name returns the form itself. */
export interface FormAttribute {
  form?: string | undefined;
}

/** A listener for each event. With the prefix `on`, a name is `onsolifyn-checkout-start`. */
export type Listeners<Prefix extends string> = {
  [Key in keyof CheckoutEventMap as `${Prefix}${Key}`]?: Listener<CheckoutEventMap[Key]> | undefined;
};

export type Listener<Type extends Event> = (
  event: Type & { readonly currentTarget: SolifynBuyButton },
) => void;
