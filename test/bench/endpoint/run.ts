/**
 * `npm run bench:endpoint`: what the endpoint costs beside a bare proxy, and how it behaves when pressed. Ends with 1
 * where a goal is missed. `-- --long` loads it for five minutes to see its memory; names of parts run these alone.
 */
import { cpus, loadavg } from 'node:os';
import { pastSaturation, stopsUnderLoad } from './command.ts';
import { inProcess } from './in-process.ts';
import { memory, stoppedUpstream, throughput } from './loopback.ts';
import { show } from './report.ts';
import type { Finding } from './report.ts';
import { stalledBodies } from './stalled.ts';

const args = process.argv.slice(2);
const isLong = args.includes('--long');
const wanted = args.filter((arg) => !arg.startsWith('--'));

const parts: Record<string, () => Promise<Finding[]>> = {
  cpu: inProcess,
  throughput: () => throughput(isLong ? 10 : 3),
  memory: () => memory(isLong ? 300 : 30),
  stopped: stoppedUpstream,
  sigterm: stopsUnderLoad,
  saturation: pastSaturation,
  stalled: stalledBodies,
};

const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const [load = 0] = loadavg();
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`);
console.log(`load ${load.toFixed(1)} at the start${load > 1 ? ': times are the neighbours’ too' : ''}\n`);
let isMet = true;
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const finding of await measure()) {
    show(finding);
    isMet &&= finding.isMet;
  }
}
process.exitCode = isMet ? 0 : 1;
