/**
 * `npm run bench:endpoint`: what the endpoint costs beside a bare proxy, and how it behaves under pressure. Ends with 1 if a goal
 * is missed. `-- --long` loads it for five minutes to measure its memory. Names of parts run only these.
 */
import { choose, greet, printFinding } from '../report.ts';
import type { Finding } from '../report.ts';
import { pastSaturation, reloadsUnderLoad, stopsUnderLoad } from './command.ts';
import { inProcess } from './in-process.ts';
import { addresses, memory, stoppedUpstream, throughput } from './loopback.ts';
import { stalledBodies } from './stalled.ts';

const args = process.argv.slice(2);
const isLong = args.includes('--long');

const parts: Record<string, () => Promise<Finding[]>> = {
  cpu: inProcess,
  throughput: () => throughput(isLong ? 10 : 3),
  memory: () => memory(isLong ? 300 : 30),
  addresses,
  stopped: stoppedUpstream,
  sigterm: stopsUnderLoad,
  sighup: reloadsUnderLoad,
  saturation: pastSaturation,
  stalled: stalledBodies,
};

const chosen = choose(parts, args);
greet(`Node ${process.version}`);
let isMet = true;
for (const [, measure] of chosen) {
  for (const finding of await measure()) {
    printFinding(finding);
    isMet &&= finding.isMet;
  }
}
process.exitCode = isMet ? 0 : 1;
