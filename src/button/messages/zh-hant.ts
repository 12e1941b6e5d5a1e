import type { Messages } from './messages.ts';

export const zhHant: Messages = {
  label: '立即購買',
  loading: '正在開啟結帳頁面…',
  error: '發生問題，請再試一次。',
  close: '關閉',
  page: '開啟結帳頁面',
  failed: '付款未成功，請再試一次。',
  invalid: '請輸入有效的值。',
};
