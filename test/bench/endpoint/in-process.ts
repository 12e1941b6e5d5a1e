/** CPU per request without a network: `fetch` is stubbed. The two subjects alternate, so that other load affects both. */
import { pathToFileURL } from 'node:url';
import { median, medianRatio } from '../report.ts';
import type { Finding } from '../report.ts';
import { compile } from './compile.ts';
import { MAX_CPU_RATIO } from './goals.ts';
import type * as subjectModule from './subject.ts';
import type { Subject } from './subject.ts';

const ROUNDS = 101;
const WARM_UP_ROUNDS = 20;
/** Few for each round, because the load of the machine changes within seconds. */
const REQUESTS = 300;

/** With the platform's own `Request`, as on Cloudflare Workers, Vercel or Deno. */
export async function inProcess(): Promise<Finding[]> {
  const { bare, endpoint } = await alternate();
  const ratio = medianRatio(endpoint, bare);
  return [
    {
      what: 'CPU per request in process',
      measured: `${median(endpoint).toFixed(1)} µs beside ${median(bare).toFixed(1)} µs bare, ${ratio.toFixed(2)}x`,
      goal: `at most ${MAX_CPU_RATIO}x`,
      isMet: ratio <= MAX_CPU_RATIO,
    },
  ];
}

/** @returns µs per request of each round. */
async function alternate(): Promise<Record<Subject, number[]>> {
  const { BODY, HEADERS, SESSION, subject } = (await import(
    pathToFileURL(await compile('subject')).href
  )) as typeof subjectModule;
  const options = {
    apiUrl: 'https://api.solifyn.example',
    fetch: async () => new Response(SESSION, { headers: { 'content-type': 'application/json' } }),
  };
  // Each once, as in a server. The default metrics of a second one would watch the garbage collector again.
  const handlers = { bare: subject('bare', options), endpoint: subject('endpoint', options) };
  const measure = async (name: Subject): Promise<number> => {
    const before = process.cpuUsage();
    for (let index = 0; index < REQUESTS; index += 1) {
      const response = await handlers[name](
        new Request('https://pay.shop.example/', { method: 'POST', headers: HEADERS, body: BODY }),
      );
      if (response.status !== 200) throw new Error(`${name} answered ${response.status}`);
      // A platform sends the body. Bodies that are not read would only be work for the garbage collector.
      await response.arrayBuffer();
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / REQUESTS;
  };

  const taken: Record<Subject, number[]> = { bare: [], endpoint: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    // The first subject alternates too, because a round collects the garbage of the one before it.
    const order: Subject[] = round % 2 === 0 ? ['bare', 'endpoint'] : ['endpoint', 'bare'];
    for (const name of order) {
      const cost = await measure(name);
      if (round >= 0) taken[name].push(cost);
    }
  }
  return taken;
}
