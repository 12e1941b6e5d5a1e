import type { Messages } from './messages.ts';

export const ko: Messages = {
  label: '지금 구매',
  loading: '결제 창을 여는 중…',
  error: '문제가 발생했습니다. 다시 시도해 주세요.',
  close: '닫기',
  page: '결제 페이지 열기',
  failed: '결제가 완료되지 않았습니다. 다시 시도해 주세요.',
  invalid: '올바른 값을 입력해 주세요.',
};
