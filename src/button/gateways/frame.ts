import { isJsonObject } from '../../request-rules.ts';
import type { Gateway } from './gateway.ts';

/** What wallets, passkeys and a bank's device check need from the page around them. */
const IFRAME_PERMISSIONS =
  'payment *;publickey-credentials-get *;accelerometer *;gyroscope *;clipboard-write *';

/** A site's CSS reset must not shrink it to a slit. */
const IFRAME_STYLE =
  'display:block!important;width:100%!important;height:640px;min-height:480px!important;border:0';

/** Shows `checkout_url` itself in an iframe and listens to its messages. */
export const frame: Gateway = {
  mount(container, { checkout_url }, { signal, ready, complete, close }) {
    const iframe = document.createElement('iframe');
    const { origin } = new URL(checkout_url);
    const handleMessage = (event: MessageEvent<unknown>) => {
      const { data } = event;
      if (event.source !== iframe.contentWindow || event.origin !== origin || !isJsonObject(data)) return;
      const { type, receiptId } = data;
      if (type === 'solifyn:ready') ready();
      if (type === 'solifyn:complete') complete(typeof receiptId === 'string' ? { receiptId } : {});
      if (type === 'solifyn:close') close();
    };
    addEventListener('message', handleMessage, { signal });
    iframe.allow = IFRAME_PERMISSIONS;
    iframe.style.cssText = IFRAME_STYLE;
    iframe.src = checkout_url;
    container.append(iframe);
  },
};
