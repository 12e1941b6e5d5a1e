/** CPU per request without a network: `fetch` is stubbed, and rounds alternate. */
import { median } from '../report.ts';
import type { Finding } from '../report.ts';
import { BODY, HEADERS, SESSION, subject } from './subject.ts';
import type { Subject } from './subject.ts';

const ROUNDS = 15;
const REQUESTS = 3000;

/** @returns one finding for a body of unknown length (a stream), one for a declared length. */
export async function inProcess(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const isDeclared of [false, true]) {
    const headers = isDeclared ? { ...HEADERS, 'content-length': `${BODY.length}` } : HEADERS;
    const [bare, endpoint] = await alternate(headers);
    const ratio = median(endpoint) / median(bare);
    findings.push({
      what: `CPU per request in process, body length ${isDeclared ? 'declared' : 'unknown'}`,
      measured: `${median(endpoint).toFixed(1)} µs beside ${median(bare).toFixed(1)} µs bare, ${ratio.toFixed(2)}x`,
      goal: 'at most 1.6x',
      isMet: ratio <= 1.6,
    });
  }
  return findings;
}

/** @returns µs per request of each round, bare and endpoint. */
async function alternate(headers: Record<string, string>): Promise<[number[], number[]]> {
  const options = {
    apiUrl: 'https://api.solifyn.example',
    fetch: async () => new Response(SESSION, { headers: { 'content-type': 'application/json' } }),
  };
  const measure = async (name: Subject): Promise<number> => {
    const handler = subject(name, options);
    const before = process.cpuUsage();
    for (let index = 0; index < REQUESTS; index += 1) {
      const response = await handler(
        new Request('https://pay.shop.example/', { method: 'POST', headers, body: BODY }),
      );
      if (response.status !== 200) throw new Error(`${name} answered ${response.status}`);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / REQUESTS;
  };

  const taken: [number[], number[]] = [[], []];
  for (let round = -3; round < ROUNDS; round += 1) {
    // The first subject alternates too, because a round collects the garbage of the one before it.
    const order: Subject[] = round % 2 === 0 ? ['bare', 'endpoint'] : ['endpoint', 'bare'];
    for (const name of order) {
      const cost = await measure(name);
      if (round >= 0) taken[name === 'bare' ? 0 : 1].push(cost);
    }
  }
  return taken;
}
