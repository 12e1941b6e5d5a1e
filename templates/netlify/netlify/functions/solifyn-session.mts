import type { Config, Context } from '@netlify/functions';
import { createSessionEndpoint, optionsFrom } from '@solifyn/buy-button/session-endpoint';

const endpoint = createSessionEndpoint(optionsFrom(process.env));

export default (request: Request, _context: Context): Promise<Response> => endpoint(request);

export const config: Config = {
  path: '/solifyn/session',
  // Netlify counts before the function runs. It must be a list: a single word would count all visitors together.
  rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ['ip', 'domain'] },
};
