import type { Messages } from './messages.ts';

export const pl: Messages = {
  label: 'Kup teraz',
  loading: 'Otwieranie płatności…',
  error: 'Coś poszło nie tak. Spróbuj ponownie.',
  close: 'Zamknij',
  page: 'Otwórz stronę płatności',
  failed: 'Płatność nie powiodła się. Spróbuj ponownie.',
  invalid: 'Wpisz prawidłową wartość.',
};
