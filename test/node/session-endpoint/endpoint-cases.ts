/**
 * Runs `test/support/endpoint-cases.json`, the one table of requests and responses, against any platform. README.md beside
 * this file describes its fields.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { holdTimers } from '../../support/clock.ts';

/** What a platform must be able to do to run a case. */
export type Need = 'stalled-request' | 'limit' | 'hanging-limit' | 'verify' | 'hanging-verify';

/** How the stubbed Solifyn behaves. Null: it must not be called. */
export interface Behaviour {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The body is sent compressed. */
  gzip: boolean;
  /** The connection breaks without an answer. */
  fails: boolean;
  /** Nothing comes, or half of the body and then nothing. */
  hangs: 'headers' | 'body' | undefined;
}

/** A request that Solifyn received. Header names in lower case. */
export interface Received {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A stand-in for the Solifyn API. */
export interface Upstream {
  readonly url: string;
  readonly received: Received[];
  behave(behaviour: Behaviour | null): void;
  /** Resolves at the next call that hangs, when all that it gets has been sent. */
  hangs(): Promise<void>;
  close(): Promise<void>;
}

/** The options of a case, in JSON. `limit` and `verify` describe how the limiter and the bot check behave. */
export interface CaseOptions {
  apiKey: string;
  apiUrl: string;
  allowedOrigins?: string[] | '*';
  products?: string[];
  collections?: string[];
  customPrices?: Record<string, { min: number; max?: number }>;
  timeout?: number;
  limit?: { allowed: boolean; retryAfter?: number } | { throws: true } | { hangs: true };
  verify?: boolean | { throws: true } | { hangs: true };
}

export interface CaseRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Null for a method without a body. */
  body: Uint8Array | null;
  /** The body stops after these bytes, without an end. */
  stalls: boolean;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** An endpoint that runs with the options of one case. */
export interface RunningEndpoint {
  /** The origin it is reached under, which is its own. */
  readonly origin: string;
  send(request: CaseRequest): Promise<Answer>;
  /** Codes that `onError` received. Missing on a platform that cannot tell. */
  reported?(): string[];
  /** Everything it wrote or threw while it ran, to search for the API key. */
  traces?(): string;
  close(): Promise<void>;
}

export interface Platform<U extends Upstream> {
  name: string;
  can: readonly Need[];
  /** Its `fetch` sends a request again if a kept connection breaks, as Deno's does. */
  resends?: boolean;
  /**
   * It runs the built package, whose decisions the full table tests over a socket and in process. So it gets the first and the
   * last case of each row and all that depend on the runtime, and in the soak the full table.
   */
  runsPackage?: boolean;
  /** The endpoint runs in this process, so that its time limit can end when Solifyn has been called, and no case waits for it. */
  sharesTimers?: boolean;
  upstream(): Promise<U>;
  start(options: CaseOptions, upstream: U): Promise<RunningEndpoint>;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type HeaderRule = string | null | { matches: string };

interface Body {
  body?: Json;
  text?: Json;
  pieces?: Json[];
  base64?: string;
}

export interface EndpointCase {
  name: string;
  row: string;
  needs?: Need[];
  options?: Record<string, Json>;
  request?: Body & {
    method?: string;
    path?: string;
    headers?: Record<string, string | null>;
    stalls?: boolean;
  };
  upstream?:
    | null
    | (Body & {
        status?: number;
        headers?: Record<string, string>;
        gzip?: boolean;
        fails?: boolean;
        hangs?: 'headers' | 'body';
      });
  expect: {
    status?: number;
    code?: string;
    message?: string | { matches: string };
    headers?: Record<string, HeaderRule>;
    body?: Json;
    upstream?: {
      path: string;
      body?: Json;
      text?: string;
      times?: number;
      withoutHeaders?: string[];
      withoutText?: string[];
    };
    reported?: string[];
  };
}

interface Table {
  defaults: {
    options: Record<string, Json>;
    request: { method: string; path: string; headers: Record<string, string>; body: Json };
    upstream: { status: number; headers: Record<string, string>; body: Json };
    expect: { status: number; headers: Record<string, HeaderRule> };
  };
  cases: EndpointCase[];
}

export const table = JSON.parse(
  readFileSync(new URL('../../support/endpoint-cases.json', import.meta.url), 'utf8'),
) as Table;

const isFirstOrLastOfRow = ({ row }: EndpointCase, index: number, all: EndpointCase[]): boolean => {
  const rows = all.map((other) => other.row);
  return index === rows.indexOf(row) || index === rows.lastIndexOf(row);
};

/** Whether streams, encodings, broken connections or timers decide, which each runtime has of its own. */
const dependsOnRuntime = ({ needs, request, upstream }: EndpointCase): boolean =>
  Boolean(
    needs ??
    request?.stalls ??
    request?.base64 ??
    upstream?.base64 ??
    upstream?.gzip ??
    upstream?.fails ??
    upstream?.hangs,
  );

/** Declares one test for each case that the platform can run. */
export function runEndpointCases<U extends Upstream>(platform: Platform<U>): void {
  const possible = table.cases.filter(
    ({ needs }) => needs?.every((need) => platform.can.includes(need)) ?? true,
  );
  const cases =
    platform.runsPackage && !process.env['SOAK']
      ? possible.filter((entry, ...place) => dependsOnRuntime(entry) || isFirstOrLastOfRow(entry, ...place))
      : possible;

  describe(`endpoint cases: ${platform.name}`, () => {
    let upstream: U;
    before(async () => {
      upstream = await platform.upstream();
    });
    after(() => upstream.close());

    for (const entry of cases) {
      test(`${entry.row}: ${entry.name}`, async () => {
        const places = { upstream: upstream.url, apiKey: String(table.defaults.options.apiKey), own: '' };
        const options = toOptions(entry, places);
        upstream.received.length = 0;
        upstream.behave(toBehaviour(entry, places));
        const endpoint = await platform.start(options, upstream);
        try {
          places.own = endpoint.origin;
          const request = toRequest(entry, places);
          const response = await sendInTime(platform, entry, options, upstream, () => endpoint.send(request));
          checkAnswer(entry, response, request, places);
          const received = platform.resends && entry.upstream?.fails ? onceEach(upstream) : upstream.received;
          checkReceived(entry, received, options, places);
          const reported = endpoint.reported?.();
          if (reported !== undefined) assert.deepEqual(reported, entry.expect.reported ?? [], 'reported');
          checkSecret(options.apiKey, response, endpoint.traces?.() ?? '');
        } finally {
          await endpoint.close();
        }
      });
    }
  });
}

/** A real limit may end before the call to Solifyn on a busy machine. */
async function sendInTime<U extends Upstream>(
  { sharesTimers }: Platform<U>,
  { upstream: behaviour }: EndpointCase,
  { timeout }: CaseOptions,
  upstream: U,
  send: () => Promise<Answer>,
): Promise<Answer> {
  if (!sharesTimers || !behaviour?.hangs || timeout === undefined) return send();
  const limit = holdTimers(timeout);
  try {
    const hanging = upstream.hangs();
    const answer = send();
    await Promise.race([hanging, answer]);
    limit.end();
    return await answer;
  } finally {
    limit.restore();
  }
}

interface Places {
  upstream: string;
  apiKey: string;
  own: string;
}

function toOptions(entry: EndpointCase, places: Places): CaseOptions {
  const merged = { ...table.defaults.options, ...entry.options };
  const set = Object.entries(merged).filter(([, value]) => value !== null);
  return fill(Object.fromEntries(set), places) as unknown as CaseOptions;
}

function toRequest(entry: EndpointCase, places: Places): CaseRequest {
  const { defaults } = table;
  const input = entry.request ?? {};
  const method = input.method ?? defaults.request.method;
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...defaults.request.headers, ...input.headers })) {
    if (value !== null) headers[name] = String(fill(value, places));
  }
  return {
    method,
    path: input.path ?? defaults.request.path,
    headers,
    body: hasBody ? (toBytes(input, places) ?? toBytes(defaults.request, places)!) : null,
    stalls: input.stalls ?? false,
  };
}

function toBehaviour(entry: EndpointCase, places: Places): Behaviour | null {
  if (entry.upstream === null) return null;
  const { defaults } = table;
  const input = entry.upstream ?? {};
  const body = toBytes(input, places) ?? toBytes(defaults.upstream, places)!;
  return {
    status: input.status ?? defaults.upstream.status,
    headers: fill({ ...defaults.upstream.headers, ...input.headers }, places) as Record<string, string>,
    body: new TextDecoder().decode(body),
    gzip: input.gzip ?? false,
    fails: input.fails ?? false,
    hangs: input.hangs,
  };
}

function toBytes({ body, text, pieces, base64 }: Body, places: Places): Uint8Array | undefined {
  const encode = (value: string): Uint8Array => new TextEncoder().encode(value);
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (pieces !== undefined) return encode(pieces.map((piece) => fill(piece, places)).join(''));
  if (text !== undefined) return encode(String(fill(text, places)));
  return body === undefined ? undefined : encode(JSON.stringify(fill(body, places)));
}

/** Replaces `{own}`, `{upstream}` and `{apiKey}`, and expands `$repeat` and `$nest`. */
function fill(value: Json, places: Places): Json {
  if (typeof value === 'string') {
    return value.replace(/\{(own|upstream|apiKey)\}/g, (_, name: keyof Places) => places[name]);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, places));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value.$repeat)) return String(value.$repeat[0]).repeat(Number(value.$repeat[1]));
  if (typeof value.$nest === 'number') return nested(value.$nest);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fill(child, places)]));
}

/** `depth` nested objects. */
function nested(depth: number): Json {
  return depth === 1 ? { leaf: 1 } : { deeper: nested(depth - 1) };
}

function checkAnswer(entry: EndpointCase, response: Answer, request: CaseRequest, places: Places): void {
  const { defaults } = table;
  const expected = entry.expect;
  assert.equal(
    response.status,
    expected.status ?? defaults.expect.status,
    `status; the body was ${response.body}`,
  );

  for (const [name, rule] of Object.entries({ ...defaults.expect.headers, ...expected.headers })) {
    const value = response.headers[name];
    if (rule === null) assert.equal(value, undefined, `header ${name}`);
    else if (typeof rule === 'string') assert.equal(value, fill(rule, places), `header ${name}`);
    else assert.match(value ?? '', new RegExp(rule.matches), `header ${name}`);
  }

  if (response.status === 204) {
    assert.equal(response.body, '');
    return;
  }
  const body = JSON.parse(response.body) as { error?: { code: string; message: string } };
  if (expected.body !== undefined) assert.deepEqual(body, fill(expected.body, places));
  else if (expected.code === undefined) assert.deepEqual(body, defaults.upstream.body);
  if (expected.code === undefined) return;

  assert.deepEqual(Object.keys(body), ['error']);
  assert.deepEqual(Object.keys(body.error!).sort(), ['code', 'message']);
  assert.equal(body.error!.code, expected.code);
  checkMessage(body.error!.message, expected.message);
  if (expected.code !== 'rejected') {
    for (const text of textsOf(request)) {
      assert.ok(!body.error!.message.includes(text), `the response repeats ${JSON.stringify(text)}`);
    }
  }
}

function checkMessage(message: string, rule: string | { matches: string } | undefined): void {
  assert.notEqual(message.trim(), '');
  if (typeof rule === 'string') assert.equal(message, rule);
  else if (rule !== undefined) assert.match(message, new RegExp(rule.matches));
}

/**
 * The texts of the request that a message must not repeat: origin, path and those in the body, if longer than 3
 * characters.
 */
function textsOf(request: CaseRequest): string[] {
  const texts = [request.headers.origin ?? '', request.path];
  try {
    JSON.parse(new TextDecoder().decode(request.body ?? new Uint8Array()), (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
  } catch {
    // Not JSON.
  }
  return texts.filter((text) => text.trim().length > 3);
}

/** What was received, without repetitions. */
function onceEach({ received }: Upstream): Received[] {
  return received.filter((call, index) => index === 0 || !isDeepStrictEqual(call, received[0]));
}

function checkReceived(
  entry: EndpointCase,
  received: readonly Received[],
  { apiKey }: CaseOptions,
  places: Places,
): void {
  if (entry.upstream === null) {
    assert.equal(received.length, 0, 'Solifyn was called');
    return;
  }
  assert.equal(received.length, 1, 'calls to Solifyn');
  const call = received[0]!;
  assert.equal(call.method, 'POST');
  assert.equal(call.headers.authorization, `Bearer ${apiKey}`);
  assert.equal(call.headers['content-type'], 'application/json');

  const expected = entry.expect.upstream;
  if (expected === undefined) return;
  assert.equal(call.path, expected.path);
  if (expected.body !== undefined) assert.deepEqual(JSON.parse(call.body), fill(expected.body, places));
  if (expected.text !== undefined) assert.equal(call.body, expected.text);
  for (const name of expected.withoutHeaders ?? []) assert.equal(call.headers[name], undefined, name);
  for (const text of expected.withoutText ?? []) assert.ok(!JSON.stringify(call).includes(text), text);
}

function checkSecret(apiKey: string, response: Answer, traces: string): void {
  assert.ok(!JSON.stringify(response).includes(apiKey), 'the API key is in the answer');
  assert.ok(!traces.includes(apiKey), 'the API key is in what the endpoint wrote or reported');
}
