/** The origin of the payment gateway's script. */
export const WHOP_SCRIPTS = 'https://js.whop.com';

/** The gateway's script loads its analytics from this origin. */
export const WHOP_ANALYTICS = 'https://t.whop.tw';

/** The origins of the frames that the gateway's script adds. */
export const WHOP_PAGES = { production: 'https://whop.com', sandbox: 'https://sandbox.whop.com' };
