import type { Messages } from './messages.ts';

export const fr: Messages = {
  label: 'Acheter',
  loading: 'Ouverture du paiement…',
  error: 'Une erreur est survenue. Veuillez réessayer.',
  close: 'Fermer',
  page: 'Ouvrir la page de paiement',
  failed: 'Le paiement n’a pas abouti. Veuillez réessayer.',
  invalid: 'Veuillez saisir une valeur valide.',
};
