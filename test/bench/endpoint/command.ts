/** The command under load: SIGTERM, a reload of its key, and more calls than its limits. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand } from '../../node/session-endpoint/command.ts';
import { start } from './process.ts';
import type { Finding } from '../report.ts';
import { BODY, HEADERS, API_KEY, SHOP } from './subject.ts';

const STOPS = 5;
const RELOADS = 20;
const CONNECTIONS = 20;

interface Tally {
  answered: Map<number, number>;
  /** Requests that were written on an open connection and got no response. */
  lost: number;
  slowest: number;
}

/** SIGTERM in the middle of load over keep-alive connections, several times. */
export async function stopsUnderLoad(): Promise<Finding[]> {
  const upstream = await start('upstream');
  const tally: Tally = { answered: new Map(), lost: 0, slowest: 0 };
  const codes: (number | null)[] = [];
  try {
    for (let stop = 0; stop < STOPS; stop += 1) {
      const command = await startCommand({ env: environment(upstream.url) });
      const enough = reached(tally, total(tally) + 250);
      const clients = Array.from({ length: CONNECTIONS }, (_, index) =>
        client(command.url, index, tally, enough),
      );
      await enough.promise;
      codes.push(await command.ended('SIGTERM'));
      await Promise.all(clients);
    }
  } finally {
    await upstream.end();
  }
  return [
    {
      what: `SIGTERM under load, ${STOPS} times`,
      measured: `${total(tally)} requests answered (${describe(tally)}), ${tally.lost} lost, ended with ${codes.join(', ')}`,
      goal: 'none lost, each ended with 0',
      isMet: tally.lost === 0 && codes.every((code) => code === 0),
    },
  ];
}

/** The key file changes and SIGHUP arrives, again and again in the middle of load. */
export async function reloadsUnderLoad(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-bench-'));
  const file = join(folder, 'key');
  const upstream = await start('upstream');
  const tally: Tally = { answered: new Map(), lost: 0, slowest: 0 };
  writeFileSync(file, API_KEY);
  const { SOLIFYN_API_KEY: _, ...rest } = environment(upstream.url);
  const command = await startCommand({
    env: {
      ...rest,
      SOLIFYN_API_KEY_FILE: file,
      RATE_LIMIT_PER_ADDRESS: '1000000',
      RATE_LIMIT_TOTAL: '1000000',
    },
  });
  try {
    const clients = Array.from({ length: CONNECTIONS }, (_, index) =>
      client(command.url, index, tally, undefined, 250),
    );
    for (let reload = 1; reload <= RELOADS; reload += 1) {
      writeFileSync(file, `${API_KEY}_${reload}`);
      command.child.kill('SIGHUP');
      await command.repeating('was read again', reload);
    }
    await Promise.all(clients);
  } finally {
    await command.ended('SIGTERM');
    await upstream.end();
    rmSync(folder, { recursive: true });
  }
  const isSold = [...tally.answered.keys()].every((status) => status === 200);
  return [
    {
      what: `SIGHUP under load, ${RELOADS} times`,
      measured: `${total(tally)} requests answered (${describe(tally)}), ${tally.lost} lost`,
      goal: 'all sold, none lost',
      isMet: tally.lost === 0 && isSold,
    },
  ];
}

/** 300 connections, with a Solifyn that has stopped: 100 calls wait for it, the rest is shed. */
export async function pastSaturation(): Promise<Finding[]> {
  const upstream = await start('upstream');
  const command = await startCommand({ env: environment(upstream.url) });
  const tally: Tally = { answered: new Map(), lost: 0, slowest: 0 };
  try {
    upstream.signal('SIGSTOP');
    const clients = Array.from({ length: 300 }, (_, index) =>
      client(command.url, index, tally, undefined, 3),
    );
    await Promise.all(clients);
  } finally {
    upstream.signal('SIGCONT');
    await command.ended('SIGTERM');
    await upstream.end();
  }
  const known = [...tally.answered.keys()].every((status) => [429, 503, 504].includes(status));
  return [
    {
      what: 'past saturation: 300 connections, Solifyn stopped',
      measured: `${describe(tally)}; slowest ${(tally.slowest / 1000).toFixed(1)} s, ${tally.lost} lost`,
      goal: '429, 503 and 504 alone, none hangs over 11 s',
      isMet: known && tally.lost === 0 && tally.slowest <= 11_000 && (tally.answered.get(503) ?? 0) > 0,
    },
  ];
}

function environment(apiUrl: string): Record<string, string> {
  return {
    SOLIFYN_API_KEY: API_KEY,
    SOLIFYN_API_URL: apiUrl,
    SOLIFYN_ALLOWED_ORIGINS: SHOP,
    // Each client has its own address, so that the limit of one address does not apply.
    TRUST_PROXY: '1',
  };
}

/**
 * One connection that buys until a response has `Connection: close`, it cannot connect any more, or it has sent
 * `most` requests.
 */
async function client(
  url: string,
  index: number,
  tally: Tally,
  enough?: { check(): void },
  most = Infinity,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const address = `198.51.${index >> 8}.${index & 255}`;
  let isOpen = true;
  for (let sent = 0; isOpen && sent < most; sent += 1) {
    const started = performance.now();
    const outcome = await post(url, agent, address);
    tally.slowest = Math.max(tally.slowest, performance.now() - started);
    if (outcome.status === undefined) {
      // The server no longer listens, so nothing was lost.
      if (outcome.code !== 'ECONNREFUSED') tally.lost += 1;
      isOpen = false;
    } else {
      tally.answered.set(outcome.status, (tally.answered.get(outcome.status) ?? 0) + 1);
      isOpen = !outcome.isLast;
    }
    enough?.check();
  }
  agent.destroy();
}

interface Outcome {
  status?: number;
  isLast?: boolean;
  code?: string | undefined;
}

function post(url: string, agent: Agent, address: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve({ code: error.code });
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { ...HEADERS, 'content-length': BODY.length, 'x-forwarded-for': address },
    });
    outgoing.on('error', failed);
    outgoing.on('response', (incoming) => {
      incoming.on('error', failed);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, isLast: incoming.headers.connection === 'close' });
      });
      incoming.resume();
    });
    outgoing.end(BODY);
  });
}

function total({ answered }: Tally): number {
  return [...answered.values()].reduce((sum, count) => sum + count, 0);
}

function describe({ answered }: Tally): string {
  return [...answered].map(([status, count]) => `${count} with ${status}`).join(', ');
}

function reached(tally: Tally, count: number): { promise: Promise<void>; check(): void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return {
    promise,
    check() {
      if (total(tally) + tally.lost >= count) resolve();
    },
  };
}
