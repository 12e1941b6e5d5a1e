import type { Messages } from './messages.ts';

export const pt: Messages = {
  label: 'Comprar agora',
  loading: 'Abrindo o pagamento…',
  error: 'Algo correu mal. Tente novamente.',
  close: 'Fechar',
  page: 'Abrir a página de pagamento',
  failed: 'O pagamento não foi concluído. Tente novamente.',
  invalid: 'Insira um valor válido.',
};
