import process from 'node:process';
import { createSessionEndpoint, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { checkRateLimit } from '@vercel/firewall';

/** The ID of your rule in the Vercel Firewall. See README.md. */
const RULE = 'solifyn-session';

const endpoint = createSessionEndpoint({
  ...optionsFrom(process.env),
  async limit(request) {
    const { rateLimited, error } = await checkRateLimit(RULE, { request });
    if (error === 'not-found') throw new Error(`the Vercel Firewall has no rule with the ID ${RULE}`);
    return { allowed: !rateLimited, retryAfter: 60 };
  },
});

export default { fetch: (/** @type {Request} */ request) => endpoint(request) };
