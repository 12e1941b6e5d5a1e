import type { Messages } from './messages.ts';

export const zh: Messages = {
  label: '立即购买',
  loading: '正在打开结账页面…',
  error: '出了点问题，请重试。',
  close: '关闭',
  page: '打开结账页面',
  failed: '付款未成功，请重试。',
  invalid: '请输入有效的值。',
};
