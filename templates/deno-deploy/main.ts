import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { createWebhookEndpoint } from '@solifyn/buy-button/webhooks';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { deliver } from './deliver.ts';

/** 30 requests a minute, counted by each isolate for itself. See README.md. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

const sessions = createSessionEndpoint<[Deno.ServeHandlerInfo<Deno.NetAddr>]>({
  ...optionsFrom(Deno.env.toObject()),
  limit: (_request, { remoteAddr }) =>
    perAddress.consume(limitKey(remoteAddr.hostname)).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }: RateLimiterRes) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

const webhookSecret = Deno.env.get('SOLIFYN_WEBHOOK_SECRET');
const webhooks = webhookSecret
  ? createWebhookEndpoint({ secret: webhookSecret, onEvent: deliver })
  : () => new Response('SOLIFYN_WEBHOOK_SECRET is not set.', { status: 503 });

Deno.serve((request, info) =>
  new URL(request.url).pathname === '/webhooks' ? webhooks(request) : sessions(request, info),
);
