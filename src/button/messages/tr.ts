import type { Messages } from './messages.ts';

export const tr: Messages = {
  label: 'Satın al',
  loading: 'Ödeme açılıyor…',
  error: 'Bir sorun oluştu. Lütfen tekrar deneyin.',
  close: 'Kapat',
  page: 'Ödeme sayfasını aç',
  failed: 'Ödeme gerçekleşmedi. Lütfen tekrar deneyin.',
  invalid: 'Lütfen geçerli bir değer girin.',
};
