import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpBindings } from '@hono/node-server';
import { WebhookHandler } from '../../webhooks/endpoint.ts';
import type { WebhookOutcome } from '../../webhooks/endpoint.ts';
import type { WebhookEvent } from '../../webhooks/event.ts';
import { ConfigError, describeError } from '../errors.ts';
import { requestIdOf } from '../request-id.ts';
import type { Log } from './log.ts';
import type { WebhookSettings } from './settings.ts';

/** The route on which the command receives webhooks. */
export interface WebhookRoute {
  handle(request: Request, env: HttpBindings): Promise<Response>;
  /** Webhooks that are verified from now on must be signed with one of these secrets. */
  replaceSecrets(secrets: readonly string[]): void;
}

export interface WebhookRouteOptions {
  readonly settings: WebhookSettings;
  readonly log: Log;
  /** The name of `WEBHOOK_HANDLER` in messages: the variable or the flag. */
  readonly handlerName: string;
  /** Called for each response. */
  readonly onResponse: (outcome: WebhookOutcome, requestId: string, env: HttpBindings) => void;
}

/** What the seller's module exports. */
interface HandlerModule {
  readonly onEvent: (event: WebhookEvent) => unknown;
  readonly seen?: ((id: string) => boolean | Promise<boolean>) | undefined;
}

/**
 * Verifies webhooks and calls the seller's module with each event. Without a module it writes one line for each event, without
 * its data.
 *
 * @throws {ConfigError} if the module cannot be loaded or has no handler.
 */
export async function createWebhookRoute({
  settings: { secrets, handler: file },
  log,
  handlerName,
  onResponse,
}: WebhookRouteOptions): Promise<WebhookRoute> {
  const module =
    file === undefined ? { onEvent: logEvent(log) } : await loadModule(resolve(file), handlerName);
  const { onEvent, seen } = module;
  const options = {
    secret: secrets.values,
    onEvent: (event: WebhookEvent) => onEvent(event),
    seen: seen && ((id: string) => seen(id)),
  };
  const handler = new WebhookHandler<[requestId: string, env: HttpBindings]>(options, {
    onResponse: (outcome, requestId, env) => onResponse(outcome, requestId, env),
    onFailure: (name, { id, type }, error, requestId) => {
      const what = name === 'seen' ? `The function seen of ${handlerName}` : handlerName;
      const webhook = `the webhook ${JSON.stringify(id)} (${JSON.stringify(type)})`;
      log.warn(`${what} failed for ${webhook}, which Solifyn sends again: ${located(error)}`, requestId);
    },
  });
  return {
    async handle(request, env) {
      const requestId = requestIdOf(request.headers);
      const response = await handler.handle(request, [requestId, env]);
      response.headers.set('X-Request-Id', requestId);
      return response;
    },
    replaceSecrets: (values) => handler.replaceSecrets(values),
  };
}

function logEvent(log: Log): HandlerModule['onEvent'] {
  return ({ id, type }) =>
    log.info(`The webhook ${JSON.stringify(id)} (${JSON.stringify(type)}) was verified.`);
}

async function loadModule(path: string, name: string): Promise<HandlerModule> {
  let module: { readonly default?: unknown; readonly seen?: unknown };
  if (!existsSync(path)) {
    // The path is not repeated: it may be the secret, in the wrong variable.
    throw new ConfigError(
      name,
      'names a file that does not exist. A relative path starts in the folder in which the command was started',
    );
  }
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    throw new ConfigError(name, `names a module that cannot be loaded: ${located(error)}`);
  }
  const { default: onEvent, seen } = module;
  if (typeof onEvent !== 'function') {
    throw new ConfigError(
      name,
      'names a module without a handler. Its default export must be a function: export default async (event) => { … }',
    );
  }
  if (seen !== undefined && typeof seen !== 'function') {
    throw new ConfigError(name, 'names a module whose export seen is not a function');
  }
  return { onEvent: onEvent as HandlerModule['onEvent'], seen: seen as HandlerModule['seen'] };
}

/** An error in one line, with the place in the seller's module where it was thrown. */
export function located(error: unknown): string {
  const [place] = (error instanceof Error ? error.stack : undefined)?.match(/(?<=^ +at ).+/m) ?? [];
  return place === undefined ? describeError(error) : `${describeError(error)} (at ${place})`;
}
