import { createSessionEndpoint, limitKey, optionsFrom } from '@solifyn/buy-button/session-endpoint';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** 30 tries a minute, counted by each isolate for itself: see README.md. */
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

const endpoint = createSessionEndpoint<[Deno.ServeHandlerInfo<Deno.NetAddr>]>({
  ...optionsFrom(Deno.env.toObject()),
  limit: (_request, { remoteAddr }) =>
    perAddress.consume(limitKey(remoteAddr.hostname)).then(
      () => ({ allowed: true }),
      ({ msBeforeNext }: RateLimiterRes) => ({ allowed: false, retryAfter: msBeforeNext / 1000 }),
    ),
});

Deno.serve(endpoint);
