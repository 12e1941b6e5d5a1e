import process from 'node:process';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { deliver } from '../lib/deliver.js';

const { SOLIFYN_WEBHOOK_SECRET } = process.env;
const webhooks = SOLIFYN_WEBHOOK_SECRET
  ? createWebhookEndpoint({ secret: SOLIFYN_WEBHOOK_SECRET, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

export default { fetch: (/** @type {Request} */ request) => webhooks(request) };
