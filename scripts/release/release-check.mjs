/**
 * `npm run release:check`: checks whether the current commit can be published. Two clean clones are built in two folders,
 * and the tarballs must have the same bytes. Versions and changelog must agree. The tarball must install into an empty
 * folder, where every entry can be imported and the command runs. At the end it prints the script tags with their hashes.
 *
 * `--tag v1.2.3`: the commit is about to be published under this tag. `--out folder`: keep the tarball there. `--fast`: use
 * the packages that are installed here, without npm's registry.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { env, execPath, exit } from 'node:process';
import { parseArgs } from 'node:util';
import { borrowPackages, buildWithBorrowed } from './reproducible-build.mjs';
import { pack, unpack } from './pack.mjs';
import { findChangelogErrors } from './changelog.mjs';
import { findVersionErrors } from './versions.mjs';

const { values: options } = parseArgs({
  options: { tag: { type: 'string' }, out: { type: 'string' }, fast: { type: 'boolean', default: false } },
});

const here = resolve('.');
const temporary = mkdtempSync(join(tmpdir(), 'solifyn-release-'));

const run = (cwd, program, ...args) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

function clone(name) {
  const folder = join(temporary, name);
  run(here, 'git', 'clone', '--quiet', '--no-hardlinks', here, folder);
  return folder;
}

function installPackages(folder) {
  if (options.fast) borrowPackages(here, folder);
  else run(folder, 'npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent');
}

function build(folder) {
  if (options.fast) buildWithBorrowed(folder);
  else run(folder, 'npm', 'run', '--silent', 'build');
}

const hash = (algorithm, file) => createHash(algorithm).update(readFileSync(file)).digest('base64');

/** Throws if there are errors. */
function assertNone(errors) {
  if (errors.length) throw new Error(errors.join('\n  '));
}

/** Installs the package into an empty folder, and checks which packages come with it. */
async function install(tarball, name, peers) {
  const project = join(temporary, 'project');
  const packages = join(project, 'node_modules');
  mkdirSync(packages, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  if (options.fast) {
    await unpack(tarball, project, name);
    for (const other of ['lit', ...Object.keys(peers)])
      symlinkSync(join(here, 'node_modules', other), join(packages, other));
  } else {
    const npm = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
    run(project, 'npm', ...npm, tarball);
    const installed = run(project, 'npm', 'ls', '--all', '--parseable').split('\n').slice(1);
    const unexpected = installed.filter(
      (path) =>
        !/(lit|lit-html|lit-element|@lit\/reactive-element|@lit-labs\/ssr-dom-shim|@types\/trusted-types|buy-button)$/.test(
          path,
        ),
    );
    assertNone(unexpected.map((path) => `npm install also installs ${path}`));
    // The peers of the entry for React.
    run(project, 'npm', ...npm, ...Object.entries(peers).map(([peer, version]) => `${peer}@${version}`));
  }
  return project;
}

/** Starts the command with a sandbox and waits until it logs its address. */
async function startCommand(command) {
  const child = spawn(execPath, [command, '--sandbox', '--port', '0'], {
    env: { PATH: env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let output = '';
  const listens = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        const [address] = /(?<=listens on )http:\S+/.exec(output) ?? [];
        if (address) resolve(address);
      });
    child.once('exit', () => reject(new Error(`the command ended: ${output}`)));
  });
  const address = await listens;
  const { status } = await fetch(`${address}/healthz`);
  child.kill('SIGTERM');
  await ended;
  return status;
}

/** The script tags for pages, with hashes. */
function tagsFor(pkg, folder) {
  const scripts = { 'solifyn-buy-button.umd.js': 'async', 'solifyn-buy-button.js': 'type="module"' };
  return Object.entries(scripts).map(([script, how]) => {
    const source = `https://cdn.jsdelivr.net/npm/${pkg.name}@${pkg.version}/dist/${script}`;
    const integrity = `sha384-${hash('sha384', join(folder, 'dist', script))}`;
    return `<script ${how} src="${source}" integrity="${integrity}" crossorigin="anonymous" data-endpoint="https://pay.example.com/session"></script>`;
  });
}

let step = 'clone';
/** Prints a result, and sets the name of the next step for its error. */
function found(what, next) {
  console.log(`✔ ${what}`);
  step = next;
}

try {
  const commit = run(here, 'git', 'rev-parse', '--short', 'HEAD');
  if (run(here, 'git', 'status', '--porcelain')) console.log('Uncommitted changes are not checked.');
  const first = clone('first');
  const pkg = JSON.parse(readFileSync(join(first, 'package.json'), 'utf8'));
  found(`commit ${commit}, ${pkg.name} ${pkg.version}`, 'versions');

  assertNone(findVersionErrors(first));
  if (options.tag && options.tag !== `v${pkg.version}`) assertNone([`${options.tag} is not v${pkg.version}`]);
  found(`version ${pkg.version} in every file`, 'changelog');

  const changelog = readFileSync(join(first, 'CHANGELOG.md'), 'utf8');
  assertNone(findChangelogErrors(changelog, pkg.version, Boolean(options.tag)));
  found('changelog', 'npm ci');

  installPackages(first);
  const second = clone(join('at', 'another', 'depth'));
  // A second install of the same packages, because the first build may have changed their folders.
  installPackages(second);
  found(options.fast ? 'packages of this folder' : 'npm ci', 'build');

  const tarballs = [];
  for (const folder of [first, second]) {
    build(folder);
    const place = join(folder, 'packed');
    mkdirSync(place);
    tarballs.push((await pack(folder, place)).tarball);
  }
  const [tarball, other] = tarballs;
  if (hash('sha512', tarball) !== hash('sha512', other)) assertNone([`two builds differ: ${temporary}`]);
  found(`two builds with the same bytes: sha512-${hash('sha512', tarball)}`, 'check:package');

  run(first, 'npm', 'run', '--silent', 'check:package');
  found('publint, are-the-types-wrong, a project without a framework', 'install');

  const peers = [['react', pkg.devDependencies.react]];
  const project = await install(tarball, pkg.name, Object.fromEntries(peers));
  const entries = Object.entries(pkg.exports)
    .filter(([, { default: script }]) => script)
    .map(([path]) => pkg.name + path.slice(1));
  const names = run(
    project,
    execPath,
    '--input-type=module',
    '--eval',
    `for (const entry of ${JSON.stringify(entries)}) console.log(entry, Object.keys(await import(entry)).join(' '))`,
  );
  found(`installed in an empty folder, imported in Node:\n  ${names.replaceAll('\n', '\n  ')}`, 'command');

  const command = join(project, 'node_modules', pkg.name, Object.values(pkg.bin)[0]);
  const help = run(project, execPath, command, '--help');
  if (!help.includes('--allowed-origins')) assertNone([`the help lacks --allowed-origins: ${help}`]);
  const status = await startCommand(command);
  if (status !== 200) assertNone([`the command answers ${status}`]);
  found('the command prints its help and starts', 'tags');

  if (options.out) {
    mkdirSync(options.out, { recursive: true });
    cpSync(tarball, join(options.out, basename(tarball)));
    found(join(options.out, basename(tarball)), 'tags');
  }
  console.log(`\n${tagsFor(pkg, first).join('\n')}\n`);
  rmSync(temporary, { recursive: true });
} catch (error) {
  console.error(`✖ ${step}: ${error.message}`);
  console.error(`The files are kept in ${temporary}`);
  exit(1);
}
