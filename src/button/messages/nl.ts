import type { Messages } from './messages.ts';

export const nl: Messages = {
  label: 'Nu kopen',
  loading: 'Betaalpagina wordt geopend…',
  error: 'Er ging iets mis. Probeer het opnieuw.',
  close: 'Sluiten',
  page: 'Betaalpagina openen',
  failed: 'De betaling is niet gelukt. Probeer het opnieuw.',
  invalid: 'Vul een geldige waarde in.',
};
