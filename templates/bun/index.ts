import {
  clientAddress,
  createSessionEndpoint,
  limitKey,
  optionsFrom,
} from '@solifyn/buy-button/session-endpoint';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { deliver } from './deliver';

type Server = Bun.Server<undefined>;

const { HOST, PORT, TRUST_PROXY, SOLIFYN_WEBHOOK_SECRET } = process.env;
const trustedProxies = Number(TRUST_PROXY) || 0;

/** 30 requests a minute, counted by this process. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

const sessions = createSessionEndpoint<[Server]>({
  ...optionsFrom(process.env),
  limit: (request, server) =>
    perAddress.consume(limitKey(addressOf(request, server))).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }: RateLimiterRes) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

const webhooks = SOLIFYN_WEBHOOK_SECRET
  ? createWebhookEndpoint({ secret: SOLIFYN_WEBHOOK_SECRET, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

/** The visitor's address: the one that the outermost trusted proxy added, else the other end of the socket. */
function addressOf(request: Request, server: Server): string {
  const remote = server.requestIP(request)?.address ?? '';
  return clientAddress(remote, request.headers.get('x-forwarded-for'), trustedProxies);
}

const server = Bun.serve({
  hostname: HOST || '127.0.0.1',
  port: PORT || 8787,
  fetch: (request, server) =>
    new URL(request.url).pathname === '/webhooks' ? webhooks(request) : sessions(request, server),
});
console.log(`The session endpoint listens on ${server.url}`);

process.once('SIGTERM', async () => {
  await server.stop(); // finishes open requests and accepts no new ones
  process.exit();
});
