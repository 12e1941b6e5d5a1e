import type { Config, Context } from '@netlify/functions';
import { createSessionEndpoint, optionsFrom } from '@solifyn/buy-button/session-endpoint';

const endpoint = createSessionEndpoint(optionsFrom(process.env));

export default (request: Request, _context: Context): Promise<Response> => endpoint(request);

export const config: Config = {
  path: '/solifyn/session',
  // Netlify counts before the function runs. A list: a single word is taken for "domain", that is one count for all.
  rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
