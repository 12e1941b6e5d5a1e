import type { Messages } from './messages.ts';

export const ja: Messages = {
  label: '今すぐ購入',
  loading: '決済画面を開いています…',
  error: 'うまくいきませんでした。もう一度お試しください。',
  close: '閉じる',
  page: '決済ページを開く',
  failed: 'お支払いが完了しませんでした。もう一度お試しください。',
  invalid: '有効な値を入力してください。',
};
