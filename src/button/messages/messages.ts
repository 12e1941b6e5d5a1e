/** The texts that a buyer reads. */
export interface Messages {
  /** The button, if the element has no content. */
  label: string;
  /** While the checkout opens. */
  loading: string;
  /** After a failure. */
  error: string;
  /** The dialog's close button. */
  close: string;
  /** The link to the hosted checkout page. */
  page: string;
  /** After a payment that was declined. */
  failed: string;
  /** At a form control whose value cannot be used. */
  invalid: string;
}
