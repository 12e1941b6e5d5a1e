import type { Messages } from './messages.ts';

export const hi: Messages = {
  label: 'अभी खरीदें',
  loading: 'चेकआउट खुल रहा है…',
  error: 'कुछ गड़बड़ हुई। फिर कोशिश करें।',
  close: 'बंद करें',
  page: 'भुगतान पेज खोलें',
  failed: 'भुगतान पूरा नहीं हुआ। फिर कोशिश करें।',
  invalid: 'कृपया सही मान दर्ज करें।',
};
