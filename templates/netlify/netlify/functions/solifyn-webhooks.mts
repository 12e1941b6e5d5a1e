import type { Config, Context } from '@netlify/functions';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { deliver } from '../deliver.mts';

const { SOLIFYN_WEBHOOK_SECRET } = process.env;
const webhooks = SOLIFYN_WEBHOOK_SECRET
  ? createWebhookEndpoint({ secret: SOLIFYN_WEBHOOK_SECRET, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

export default async (request: Request, _context: Context): Promise<Response> => webhooks(request);

export const config: Config = { path: '/solifyn/webhooks' };
