import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

type Server = Bun.Server<undefined>;

const { HOST, PORT, TRUST_PROXY } = process.env;
const proxies = Number(TRUST_PROXY) || 0;

/** 30 tries a minute, counted by this process. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

const endpoint = createSessionEndpoint<[Server]>({
  ...optionsFrom(process.env),
  limit: (request, server) =>
    perAddress.consume(limitKey(addressOf(request, server))).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }: RateLimiterRes) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

/** The visitor's address: the one that the outermost trusted proxy wrote down, else the socket's other end. */
function addressOf(request: Request, server: Server): string {
  const claims = request.headers.get('x-forwarded-for')?.split(',') ?? [];
  const claim = proxies > 0 ? claims.at(-proxies)?.trim() : undefined;
  return claim || (server.requestIP(request)?.address ?? '');
}

const server = Bun.serve({ hostname: HOST || '127.0.0.1', port: PORT || 8787, fetch: endpoint });
console.log(`The session endpoint listens on ${server.url}`);

process.once('SIGTERM', async () => {
  await server.stop(); // answers what is open, takes nothing new
  process.exit();
});
