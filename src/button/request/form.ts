import { CheckoutError } from '../errors.ts';
import { localeFor, messagesFor } from '../messages/index.ts';
import { parseDecimal, type RequestField } from '../../request-rules.ts';
import { parseTypedNumber } from './number.ts';

/** What the form contains for one field. */
export interface FormField {
  /** Text, a number, or the answers of `customFields` and `checkoutData` by their keys. `undefined` if it cannot be used. */
  value: unknown;
  /** As it was typed or chosen. */
  text: string;
  control: FormControl | undefined;
}

export type FormFields = { [Field in RequestField]?: FormField };

/** A control that takes part in the form's validation, which not every element of a form does. */
type FormControl = HTMLElement &
  Partial<Pick<HTMLInputElement, 'name' | 'value' | 'checked' | 'type' | 'labels' | 'placeholder'>> &
  Partial<Pick<HTMLSelectElement, 'selectedOptions'>> &
  Partial<Pick<HTMLInputElement, 'willValidate' | 'validity' | 'setCustomValidity' | 'reportValidity'>>;

/** The names of controls that fill a field. */
const CONTROL_NAME =
  /^(productId|collectionId|quantity|discountCode|customPrice|customerEmail|(customFields|checkoutData)\.(.+))$/s;

/** Controls that people type text into. The values of all others are written by the page or the browser. */
const TYPED = /^(text|search|tel|url|textarea)$/;

/** Reads the filled controls that are named for a field. */
export function readForm(form: HTMLFormElement): FormFields {
  const controls = controlsOf(form);
  const fields: FormFields = {};
  for (const [name, value] of new FormData(form)) {
    const [, field, group, key = ''] = CONTROL_NAME.exec(name) ?? [];
    if (!field || typeof value !== 'string' || !value.trim()) continue;
    const text = value.trim();
    if (group) addAnswer(fields, group as RequestField, key, value);
    else {
      const control = controls.find((control) => isSource(control, name, value));
      fields[field as RequestField] = { value: readValue(field, text, control), text, control };
    }
  }
  for (const control of controls.filter(isSoldOut)) {
    const field = control.name as RequestField;
    fields[field] ??= { value: undefined, text: control.value ?? '', control };
  }
  return fields;
}

/** The first control in which a buyer chooses what to buy. */
export function idControlOf(form: HTMLFormElement): FormControl | undefined {
  return controlsOf(form).find(({ name }) => name === 'productId' || name === 'collectionId');
}

/**
 * Lets the browser validate the form and show its bubble at the first invalid control.
 *
 * @param unusable a control with a value that cannot be sent
 * @returns whether the form is valid
 * @throws CheckoutError `invalid-request` if no invalid control is rendered: then the buyer reads its label
 */
export function reportFormValidity(form: HTMLFormElement, unusable: FormControl | undefined): boolean {
  unmark?.();
  if (unusable) mark(unusable);
  // On the prototype, because a control may be named "reportValidity" or "noValidate".
  const { reportValidity } = HTMLFormElement.prototype;
  const isValidated = !Reflect.get(HTMLFormElement.prototype, 'noValidate', form);
  const isValid = isValidated ? reportValidity.call(form) : (unusable?.reportValidity?.() ?? true);
  // A browser does not validate a disabled or hidden control.
  if (isValid && (!unusable || unusable.willValidate)) return true;
  // Afterwards: a page may open a hidden step in its listener for `invalid`.
  const invalid = controlsOf(form).filter(
    (control) => control === unusable || (isValidated && control.willValidate && !control.validity?.valid),
  );
  const [first] = invalid;
  if (!first || invalid.some((control) => control.willValidate && isRendered(control))) return false;
  const label = labelOf(first);
  throw new CheckoutError(
    'invalid-request',
    `The form control "${first.name ?? ''}" is invalid, but not visible.`,
    { buyerText: `${label}${label && ': '}${messagesFor(first).invalid}` },
  );
}

/** On the prototype, because a control may be named "elements". */
function controlsOf(form: HTMLFormElement): FormControl[] {
  return [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as Iterable<FormControl>)];
}

function isSource(control: FormControl, name: string, value: string): boolean {
  const isChoice = /^(checkbox|radio)$/.test(control.type ?? '');
  return control.name === name && (!isChoice || (control.checked === true && control.value === value));
}

/** Whether the buyer sees an id as chosen that the page has disabled. Such a choice is not part of the form's data. */
function isSoldOut(control: FormControl): boolean {
  const { name = '', value, type, checked, selectedOptions } = control;
  const chosen = type === 'radio' && checked ? control : selectedOptions?.[0];
  return (
    /^(product|collection)Id$/.test(name) && !!value && !!chosen?.matches('[disabled],[disabled]>option')
  );
}

function readValue(field: string, text: string, control: FormControl | undefined): unknown {
  if (field !== 'quantity' && field !== 'customPrice') return text;
  const number = TYPED.test(control?.type ?? '') ? NaN : parseDecimal(text);
  return Number.isNaN(number) ? parseTypedNumber(text, localeFor(control)) : number;
}

/** Checkboxes that share a name answer with all that are ticked. */
function addAnswer(fields: FormFields, group: RequestField, key: string, value: string): void {
  const field = (fields[group] ??= { value: { __proto__: null }, text: value, control: undefined });
  const answers = field.value as Record<string, unknown>;
  answers[key] = key in answers ? [answers[key], value].flat() : value;
}

/** Undoes the last `mark`. */
let unmark: (() => void) | undefined;

/** Makes a control invalid until the buyer changes something. */
function mark(control: FormControl): void {
  const root = control.getRootNode();
  unmark = () => {
    control.setCustomValidity?.('');
    root.removeEventListener('input', clear, true);
    unmark = undefined;
  };
  const clear = () => unmark?.();
  control.setCustomValidity?.(messagesFor(control).invalid);
  // On the root, because the buyer may change another radio button.
  root.addEventListener('input', clear, true);
}

function isRendered(control: Partial<HTMLElement>): boolean {
  // The method is missing before Safari 17.4.
  return (
    control.checkVisibility?.({ checkVisibilityCSS: true }) ?? control.getClientRects?.()[0] !== undefined
  );
}

/** What the page calls the control. */
function labelOf(control: FormControl): string {
  const label = control.labels?.[0]?.cloneNode(true) as HTMLElement | undefined;
  for (const inner of label?.querySelectorAll('input,select,textarea,button') ?? []) inner.remove();
  const text = control.ariaLabel || label?.textContent || control.placeholder || control.name || '';
  return text.replace(/[\s:*]+/g, ' ').trim();
}
