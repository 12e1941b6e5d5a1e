import type { Messages } from './messages.ts';

export const de: Messages = {
  label: 'Jetzt kaufen',
  loading: 'Kasse wird geöffnet…',
  error: 'Das hat nicht geklappt. Bitte erneut versuchen.',
  close: 'Schließen',
  page: 'Kassenseite öffnen',
  failed: 'Die Zahlung ist nicht durchgegangen. Bitte erneut versuchen.',
  invalid: 'Bitte einen gültigen Wert eingeben.',
};
