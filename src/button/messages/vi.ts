import type { Messages } from './messages.ts';

export const vi: Messages = {
  label: 'Mua ngay',
  loading: 'Đang mở thanh toán…',
  error: 'Đã có lỗi xảy ra. Vui lòng thử lại.',
  close: 'Đóng',
  page: 'Mở trang thanh toán',
  failed: 'Thanh toán không thành công. Vui lòng thử lại.',
  invalid: 'Vui lòng nhập giá trị hợp lệ.',
};
