import type { Messages } from './messages.ts';

export const ar: Messages = {
  label: 'اشترِ الآن',
  loading: 'جارٍ فتح صفحة الدفع…',
  error: 'حدث خطأ ما. حاول مرة أخرى.',
  close: 'إغلاق',
  page: 'فتح صفحة الدفع',
  failed: 'لم تكتمل عملية الدفع. حاول مرة أخرى.',
  invalid: 'يُرجى إدخال قيمة صالحة.',
};
