/**
 * `npm run check`: what to run before a commit. Types and lint of the changed files, the unit tests in one engine, and the Node
 * tests that need no build. It prints the time of each part.
 *
 * Changed is what differs from the last commit. If nothing does, it is what differs from `origin/main`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { env, execPath, exit } from 'node:process';
import { chromium, firefox } from './browsers.mjs';

const git = (...args) => {
  try {
    return execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  } catch {
    return []; // e.g. no origin/main
  }
};

function changedFiles() {
  const own = [
    ...git('diff', '--name-only', '--diff-filter=d', 'HEAD'),
    ...git('ls-files', '--others', '--exclude-standard'),
  ];
  const files = own.length ? own : git('diff', '--name-only', '--diff-filter=d', 'origin/main...');
  return files.filter((file) => existsSync(file));
}

/** The TypeScript projects, and the files that belong to each or are imported by it. */
const PROJECTS = {
  'tsconfig.json': /^src\/(?!session-endpoint|sandbox|webhooks)/,
  'src/session-endpoint': /^src\/(session-endpoint\/|[\w-]+\.ts$)/,
  'src/sandbox': /^src\/(sandbox|session-endpoint)\//,
  demo: /^demo\//,
  test: /^(test|scripts)\/.*\.(ts|mjs)$/,
};

const CACHE = 'node_modules/.cache/check';

const bin = (name) => [execPath, `node_modules/${name}`];

const tsc = (project) => [
  ...bin('typescript/bin/tsc'),
  '--project',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `${CACHE}/${project.replaceAll('/', '-')}.tsbuildinfo`,
];

/** They read sources and start no server, browser or other program for more than a second. */
const QUICK_NODE_TESTS = [
  'build/imports',
  'session-endpoint/client-address',
  'session-endpoint/environment',
  'session-endpoint/log',
  'session-endpoint/session-endpoint.test',
  'session-endpoint/settings',
  'webhooks/webhook-endpoint',
];

/** @returns {{ name: string, command: string[], env?: Record<string, string> }[]} the longest first */
function partsFor(files) {
  const scripts = files.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));
  const types = Object.keys(PROJECTS)
    .filter((project) => files.some((file) => PROJECTS[project].test(file)))
    .map((project) => ({ name: `types of ${project}`, command: tsc(project) }));
  const lint = scripts.length
    ? [
        {
          name: 'lint',
          command: [
            ...bin('eslint/bin/eslint.js'),
            '--max-warnings=0',
            '--no-warn-ignored',
            '--cache',
            `--cache-location=${CACHE}/eslint`,
            ...scripts,
          ],
        },
      ]
    : [];
  const format = files.length
    ? [
        {
          name: 'format',
          command: [...bin('prettier/bin/prettier.cjs'), '--check', '--ignore-unknown', ...files],
        },
      ]
    : [];
  const engine = chromium() || !firefox() ? 'chromium' : 'firefox';
  return [
    { name: `unit tests in ${engine}`, command: ['npx', 'wtr'], env: { BROWSERS: engine } },
    { name: 'quick Node tests', command: [execPath, 'scripts/test/test-node.mjs', ...QUICK_NODE_TESTS] },
    ...lint,
    ...types,
    ...format,
  ];
}

/** Node's reporter prints every test, and then the failing ones again. */
const failuresIn = (output) => output.slice(Math.max(0, output.lastIndexOf('✖ failing tests:')));

/** @returns {Promise<boolean>} whether it passed */
async function run({ name, command: [program, ...args], env: variables }) {
  const start = performance.now();
  const child = spawn(program, args, { env: { ...env, FORCE_COLOR: '0', ...variables } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  if (code !== 0) console.log(failuresIn(output).trim());
  console.log(`${code === 0 ? '✔' : '✖'} ${seconds} s  ${name}`);
  return code === 0;
}

/** Runs two parts at a time, one for each core. @returns {Promise<boolean>} whether all passed */
async function runAll(parts) {
  const queue = [...parts];
  let isGood = true;
  const work = async () => {
    for (let part = queue.shift(); part; part = queue.shift()) isGood = (await run(part)) && isGood;
  };
  await Promise.all([work(), work()]);
  return isGood;
}

const start = performance.now();
mkdirSync(CACHE, { recursive: true });
const files = changedFiles();
console.log(`${files.length} changed ${files.length === 1 ? 'file' : 'files'}`);
const isGood = await runAll(partsFor(files));
console.log(`${isGood ? '✔' : '✖'} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  in all`);
exit(isGood ? 0 : 1);
