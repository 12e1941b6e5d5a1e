import { env } from 'cloudflare:workers';
import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { deliver } from './deliver';

/** The bindings of wrangler.jsonc and `wrangler secret put`. `npx wrangler types` writes the same. */
declare global {
  namespace Cloudflare {
    interface Env {
      SOLIFYN_API_KEY: string;
      SOLIFYN_WEBHOOK_SECRET?: string;
      PER_ADDRESS: RateLimit;
    }
  }
}

const sessions = createSessionEndpoint({
  ...optionsFrom(env),
  async limit({ headers }) {
    const { success } = await env.PER_ADDRESS.limit({ key: limitKey(headers.get('cf-connecting-ip') ?? '') });
    return { allowed: success, retryAfter: 60 };
  },
});

const webhooks = env.SOLIFYN_WEBHOOK_SECRET
  ? createWebhookEndpoint({ secret: env.SOLIFYN_WEBHOOK_SECRET, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

export default {
  fetch: (request) => (new URL(request.url).pathname === '/webhooks' ? webhooks(request) : sessions(request)),
} satisfies ExportedHandler;
