/**
 * `npm run check:package`: the tarball that would be published, after a build. It must contain only files of the
 * package, and the licences of what they bundle. It must pass publint and are-the-types-wrong, and compile with all its
 * declarations in a project that has Lit and no framework.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, exit } from 'node:process';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { NOTICES } from '../build/notices.mjs';
import { pack, unpack } from './pack.mjs';

const pkg = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'solifyn-package-'));
const errors = [];

/** Runs a program of a development dependency. @returns whether it passed */
function passes(program, args) {
  const { status, stdout, stderr } = spawnSync(execPath, [program, ...args], { encoding: 'utf8' });
  if (status === 0) return true;
  console.error(stdout + stderr);
  return false;
}

function checkFiles(files) {
  const known =
    /^(dist\/[\w./-]+\.(js|js\.map|d\.ts|css|json)|dist\/THIRD-PARTY-NOTICES\.txt|custom-elements\.json|package\.json|[A-Z]+(\.md)?)$/;
  const unexpected = files.filter((file) => !known.test(file));
  if (unexpected.length) errors.push(`not for the package: ${unexpected.join(', ')}`);
  if (!files.includes(NOTICES)) errors.push(`${NOTICES} is missing: the licences require it`);
}

async function lint(tarball) {
  const bytes = readFileSync(tarball);
  const packed = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
  const { messages } = await publint({ pack: packed, strict: true });
  errors.push(...messages.map((message) => `publint: ${formatMessage(message, pkg)}`));
}

/** Everything is an ES module, which `require` and TypeScript's resolution before 4.7 do not support. */
function checkTypes(tarball) {
  const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  if (!passes(attw, [tarball, '--profile', 'esm-only', '--format', 'ascii']))
    errors.push('are-the-types-wrong: see above');
}

/** Exactly the packages that `npm install @solifyn/buy-button` installs. */
async function install(tarball, project) {
  mkdirSync(project);
  await unpack(tarball, project, pkg.name);
  for (const name of Object.keys(pkg.dependencies))
    symlinkSync(join(process.cwd(), 'node_modules', name), join(project, 'node_modules', name));
}

function compile(project) {
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(project, 'shop.ts'),
    `import { openCheckout, type CheckoutSession } from '${pkg.name}';
    import { createSessionEndpoint } from '${pkg.name}/session-endpoint';
    import { createWebhookEndpoint } from '${pkg.name}/webhooks';
    import type { Attributes, Listeners } from '${pkg.name}/types/attributes';

    const attributes: Attributes & Listeners<'on'> = { 'product-id': 'prod_1', mode: 'modal' };
    const session: CheckoutSession = await openCheckout({ productId: 'prod_1' });
    document.querySelector('solifyn-buy-button')!.quantity = 2;
    const endpoint = createSessionEndpoint({ apiKey: session.id });
    await endpoint(new Request(session.checkout_url));
    createWebhookEndpoint({ secret: 'whsec_', onEvent: ({ type }) => type === 'payment.succeeded' });
    void attributes;`,
  );
  // The resolution of Node is the strictest. test/integration/types checks that of bundlers.
  const compilerOptions = { module: 'node16', target: 'es2022', strict: true, noEmit: true, types: [] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['shop.ts'] }));
  if (!passes('node_modules/typescript/bin/tsc', ['--project', project]))
    errors.push("a seller's own project: see above");
}

try {
  const { tarball, files } = await pack('.', folder);
  checkFiles(files);
  await lint(tarball);
  checkTypes(tarball);
  const project = join(folder, 'project');
  await install(tarball, project);
  compile(project);
  for (const error of errors) console.error(`✖ ${error}`);
  if (!errors.length) console.log(`${files.length} files, no errors`);
} finally {
  rmSync(folder, { recursive: true });
}
exit(errors.length ? 1 : 0);
