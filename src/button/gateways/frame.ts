import { isJsonObject } from '../../request-rules.ts';
import type { Gateway } from './gateway.ts';

/** What the framed page may say. */
export type FrameMessage =
  { type: 'solifyn:ready' } | { type: 'solifyn:complete'; receiptId?: string } | { type: 'solifyn:close' };

/** What a payment page needs from the page around it: wallets, passkeys, and a bank's fingerprint of the device. */
const ALLOW = 'payment *;publickey-credentials-get *;accelerometer *;gyroscope *;clipboard-write *';

/** Shows `checkout_url` itself in an iframe and listens to it. */
export const frame: Gateway = {
  mount(container, { checkout_url }, { signal, ready, complete, close }) {
    const iframe = document.createElement('iframe');
    const { origin } = new URL(checkout_url);
    const hear = ({ source, origin: from, data }: MessageEvent<unknown>) => {
      if (source !== iframe.contentWindow || from !== origin || !isJsonObject(data)) return;
      const { type, receiptId } = data;
      if (type === 'solifyn:ready') ready();
      if (type === 'solifyn:complete') complete(typeof receiptId === 'string' ? { receiptId } : {});
      if (type === 'solifyn:close') close();
    };
    addEventListener('message', hear, { signal });
    iframe.allow = ALLOW;
    // A site's reset must not leave a slit of it.
    iframe.style.cssText =
      'display:block!important;width:100%!important;height:640px;min-height:480px!important;border:0';
    iframe.src = checkout_url;
    container.append(iframe);
  },
};
