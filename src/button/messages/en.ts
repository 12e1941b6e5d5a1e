import type { Messages } from './messages.ts';

export const en: Messages = {
  label: 'Buy now',
  loading: 'Opening checkout…',
  error: 'That did not work. Please try again.',
  close: 'Close',
  page: 'Open the checkout page',
  failed: 'The payment did not go through. Please try again.',
  invalid: 'Please enter a valid value.',
};
