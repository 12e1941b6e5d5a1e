import { env } from 'cloudflare:workers';
import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';

/** What wrangler.jsonc and `wrangler secret put` bind; `npx wrangler types` writes the same. */
declare global {
  namespace Cloudflare {
    interface Env {
      SOLIFYN_API_KEY: string;
      PER_ADDRESS: RateLimit;
    }
  }
}

const endpoint = createSessionEndpoint({
  ...optionsFrom(env),
  async limit({ headers }) {
    const { success } = await env.PER_ADDRESS.limit({ key: limitKey(headers.get('cf-connecting-ip') ?? '') });
    return { allowed: success, retryAfter: 60 };
  },
});

export default { fetch: (request) => endpoint(request) } satisfies ExportedHandler;
