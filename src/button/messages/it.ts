import type { Messages } from './messages.ts';

export const it: Messages = {
  label: 'Acquista ora',
  loading: 'Apertura del pagamento…',
  error: 'Qualcosa non ha funzionato. Riprova.',
  close: 'Chiudi',
  page: 'Apri la pagina di pagamento',
  failed: 'Il pagamento non è andato a buon fine. Riprova.',
  invalid: 'Inserisci un valore valido.',
};
