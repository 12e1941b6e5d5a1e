/** Over loopback: the endpoint beside the bare handler, its memory, and a Solifyn that stops. */
import autocannon from 'autocannon';
import type { Result } from 'autocannon';
import { MAX_CPU_RATIO } from './goals.ts';
import { start } from './process.ts';
import type { Measured } from './process.ts';
import { median, medianRatio } from '../report.ts';
import type { Finding } from '../report.ts';
import { BODY, HEADERS } from './subject.ts';

const CONNECTIONS = 20;
const ROUNDS = 7;
/** ms of a call over the internet to Solifyn. */
const SOLIFYN_DELAY_MS = 100;
/** With that much more CPU, one core does this share of the bare handler's requests. */
const SHARE_AT_FULL_CPU = 1 / MAX_CPU_RATIO;

function load(url: string, duration: number, connections = CONNECTIONS): Promise<Result> {
  return autocannon({
    url,
    connections,
    duration,
    method: 'POST',
    headers: HEADERS,
    body: BODY,
    timeout: 30,
  });
}

/** One round of load on one server. */
interface Round {
  readonly result: Result;
  /** µs of its process for each request. */
  readonly cpu: number;
}

async function measureRound(server: Measured, seconds: number): Promise<Round> {
  const before = await server.cpu();
  const result = await load(server.url, seconds);
  return { result, cpu: ((await server.cpu()) - before) / result.requests.total };
}

type Rounds = Record<'bare' | 'endpoint', Round[]>;

/**
 * The command beside the bare handler on the same HTTP server, twice. With a Solifyn of 100 ms each connection mostly waits,
 * as in a shop: 12,000 orders a minute, 20 times the default limit of a server. With a Solifyn that answers at once the load
 * takes all of one core. There the requests a second only follow the CPU per request, which is measured at the same time.
 */
export async function throughput(seconds: number): Promise<Finding[]> {
  const waiting = await alternate(seconds, SOLIFYN_DELAY_MS);
  const busy = await alternate(seconds, 0);
  return [
    compareRates(`with a Solifyn of ${SOLIFYN_DELAY_MS} ms`, waiting, 0.95),
    compareLatencies(waiting),
    compareRates('at full CPU', busy, SHARE_AT_FULL_CPU),
    compareCpu(busy),
  ];
}

async function alternate(seconds: number, solifynDelay: number): Promise<Rounds> {
  const upstream = await start('upstream', `${solifynDelay}`);
  const bare = await start('bare', upstream.url);
  const endpoint = await start('endpoint', upstream.url);
  try {
    const rounds: Rounds = { bare: [], endpoint: [] };
    await load(bare.url, 1);
    await load(endpoint.url, 1);
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each pair begins with the other one, so that neither always follows.
      const order = round % 2 === 0 ? (['bare', 'endpoint'] as const) : (['endpoint', 'bare'] as const);
      for (const name of order) rounds[name].push(await measureRound({ bare, endpoint }[name], seconds));
    }
    return rounds;
  } finally {
    await Promise.all([bare.end(), endpoint.end(), upstream.end()]);
  }
}

/** Medians, and the median of the ratios of pairs. */
function figures(
  rounds: Rounds,
  of: (round: Round) => number,
): { bare: number; endpoint: number; ratio: number } {
  const [bare, endpoint] = [rounds.bare.map(of), rounds.endpoint.map(of)];
  return { bare: median(bare), endpoint: median(endpoint), ratio: medianRatio(endpoint, bare) };
}

function compareRates(load: string, rounds: Rounds, goal: number): Finding {
  const rate = figures(rounds, ({ result }) => result.requests.average);
  const failed = rounds.endpoint.reduce((sum, { result }) => sum + result.non2xx + result.errors, 0);
  return {
    what: `requests a second at ${CONNECTIONS} connections, ${load}`,
    measured: `${rate.endpoint.toFixed(0)} beside ${rate.bare.toFixed(0)} bare, ${(rate.ratio * 100).toFixed(1)} %, ${failed} failed`,
    goal: `at least ${(goal * 100).toFixed(1)} %, none failed`,
    isMet: rate.ratio >= goal && failed === 0,
  };
}

function compareLatencies(rounds: Rounds): Finding {
  const p50 = figures(rounds, ({ result }) => result.latency.p50);
  const p99 = figures(rounds, ({ result }) => result.latency.p99);
  return {
    what: `latency at ${CONNECTIONS} connections, with a Solifyn of ${SOLIFYN_DELAY_MS} ms`,
    measured: `p50 ${p50.endpoint} ms beside ${p50.bare} ms bare, p99 ${p99.endpoint} ms beside ${p99.bare} ms`,
    goal: 'p50 at most 3 ms more',
    isMet: p50.endpoint - p50.bare <= 3,
  };
}

function compareCpu(rounds: Rounds): Finding {
  const cpu = figures(rounds, (round) => round.cpu);
  return {
    what: 'CPU per request of the command, with its HTTP',
    measured: `${cpu.endpoint.toFixed(0)} µs beside ${cpu.bare.toFixed(0)} µs bare, ${cpu.ratio.toFixed(2)}x`,
    goal: `at most ${MAX_CPU_RATIO}x`,
    isMet: cpu.ratio <= MAX_CPU_RATIO,
  };
}

/** The heap under steady load, after garbage collections. */
export async function memory(seconds: number): Promise<Finding[]> {
  const samples = 6;
  const upstream = await start('upstream');
  const endpoint = await start('endpoint', upstream.url);
  try {
    // Caches and compiled code grow first. Growth after that is a leak.
    await load(endpoint.url, Math.max(8, seconds / 10));
    const heaps: number[] = [];
    let peak = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      await load(endpoint.url, seconds / samples);
      const { heapUsed, rss } = await endpoint.memory();
      heaps.push(heapUsed / 2 ** 20);
      peak = Math.max(peak, rss / 2 ** 20);
    }
    const growth = median(heaps.slice(samples / 2)) - median(heaps.slice(0, samples / 2));
    return [
      {
        what: `heap over ${seconds} s of load`,
        measured: `${heaps.map((heap) => heap.toFixed(1)).join(', ')} MiB; resident ${peak.toFixed(0)} MiB at most`,
        goal: 'flat: the second half at most 1 MiB over the first',
        isMet: growth <= 1,
      },
    ];
  } finally {
    await Promise.all([endpoint.end(), upstream.end()]);
  }
}

/** The rate limiter in memory, after requests from half a million addresses. */
export async function addresses(): Promise<Finding[]> {
  const count = 500_000;
  const empty = await start('limiter', '0');
  const full = await start('limiter', `${count}`);
  try {
    const before = (await empty.memory()).heapUsed;
    const after = (await full.memory()).heapUsed;
    const grown = (after - before) / 2 ** 20;
    return [
      {
        what: `memory of the rate limiter after ${count} addresses`,
        measured: `${grown.toFixed(1)} MiB`,
        goal: 'at most 32 MiB',
        isMet: grown <= 32,
      },
    ];
  } finally {
    await Promise.all([empty.end(), full.end()]);
  }
}

/** Solifyn stops in the middle of full load: it accepts connections and does not respond. */
export async function stoppedUpstream(): Promise<Finding[]> {
  const timeout = 1000;
  const upstream = await start('upstream');
  const endpoint = await start('endpoint', upstream.url, `${timeout}`);
  try {
    await load(endpoint.url, 2);
    upstream.signal('SIGSTOP');
    const { latency, statusCodeStats, errors } = await load(endpoint.url, 6);
    const codes = Object.keys(statusCodeStats ?? {}).join(', ');
    return [
      {
        what: `Solifyn stopped under full load, time limit ${timeout} ms`,
        measured: `answers ${codes}, p50 ${latency.p50} ms, slowest ${latency.max} ms, ${errors} errors`,
        goal: '504 alone, slowest within 250 ms of the limit',
        isMet: codes === '504' && latency.max <= timeout + 250 && errors === 0,
      },
    ];
  } finally {
    upstream.signal('SIGCONT');
    await Promise.all([endpoint.end(), upstream.end()]);
  }
}
