/**
 * `npm run test:frameworks`: packs the package as npm would, installs it for each app in test/integration/frameworks, builds and
 * type-checks each app with its own tools, and tests the built apps with Playwright. Arguments are passed on to Playwright.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, exit, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { pack, unpack } from '../release/pack.mjs';

const PACKAGE_NAME = '@solifyn/buy-button';

const root = fileURLToPath(new URL('../..', import.meta.url));
const frameworks = join(root, 'test/integration/frameworks');
const apps = readdirSync(frameworks).filter((name) => existsSync(join(frameworks, name, 'package.json')));
const options = { shell: platform === 'win32' };

/** Unpacks the package into the folders in which the apps search for it, as `npm install` would. */
async function installPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'solifyn-frameworks-'));
  try {
    const { tarball } = await pack(root, folder);
    // The wrapper imports the React beside it, and only that app has React 18.
    for (const place of ['.', 'react-18']) {
      const project = join(frameworks, place);
      rmSync(join(project, 'node_modules', PACKAGE_NAME), { recursive: true, force: true });
      await unpack(tarball, project, PACKAGE_NAME);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns {Promise<boolean>} whether it could be built */
async function build(app) {
  const start = performance.now();
  rmSync(join(frameworks, app, 'dist'), { recursive: true, force: true });
  const child = spawn('npm', ['run', '--silent', 'build'], { cwd: join(frameworks, app), ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(code === 0 ? `Built ${app} in ${seconds} s` : `${app} could not be built:\n${output}`);
  return code === 0;
}

await installPackage();
// Angular takes longest, and is the first to start.
const queue = [...apps].sort();
let allBuilt = true;
const work = async () => {
  for (let app = queue.shift(); app !== undefined; app = queue.shift())
    allBuilt = (await build(app)) && allBuilt;
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
if (!allBuilt) exit(1);

const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--config', 'test/integration/frameworks/playwright.config.ts', ...argv.slice(2)],
  { cwd: root, stdio: 'inherit', ...options },
);
exit(status ?? 1);
