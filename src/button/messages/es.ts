import type { Messages } from './messages.ts';

export const es: Messages = {
  label: 'Comprar ahora',
  loading: 'Abriendo el pago…',
  error: 'Algo ha fallado. Inténtalo de nuevo.',
  close: 'Cerrar',
  page: 'Abrir la página de pago',
  failed: 'El pago no se ha completado. Inténtalo de nuevo.',
  invalid: 'Introduce un valor válido.',
};
