import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { SessionEndpoint } from '../endpoint.ts';
import { requestIdOf } from '../request-id.ts';
import type { Readiness } from './readiness.ts';
import type { WebhookRoute } from './webhooks.ts';

export interface Routes {
  readonly endpoint: SessionEndpoint<[HttpBindings]>;
  /** Undefined without a signing secret. */
  readonly webhooks: WebhookRoute | undefined;
  readonly readiness: Readiness;
  /** Called for each response to a health check. */
  readonly onHealth: (requestId: string, env: HttpBindings) => void;
}

/** A proxy in front may add a path of its own, so any path that ends so is the route. */
const WEBHOOK_PATH = /\/webhooks\/?$/;

/** The paths of the command. Any other path is the session endpoint. */
export function createRoutes({
  endpoint,
  webhooks,
  readiness,
  onHealth,
}: Routes): Hono<{ Bindings: HttpBindings }> {
  const respond = ({ headers }: Request, env: HttpBindings, reason: string | undefined): Response => {
    const requestId = requestIdOf(headers);
    onHealth(requestId, env);
    return healthResponse(requestId, reason);
  };
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/healthz', ({ req, env }) => respond(req.raw, env, undefined));
  app.get('/readyz', ({ req, env }) => respond(req.raw, env, readiness.reason));
  app.all('*', ({ req, env }) =>
    webhooks !== undefined && WEBHOOK_PATH.test(req.path)
      ? webhooks.handle(req.raw, env)
      : endpoint(req.raw, env),
  );
  return app;
}

function healthResponse(requestId: string, reason: string | undefined): Response {
  return Response.json(reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason }, {
    status: reason === undefined ? 200 : 503,
    headers: {
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
    },
  });
}
