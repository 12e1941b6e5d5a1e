/**
 * The commands of the documentation. Each block runs in a shell, in a copy of its folder. The programs that it calls are stubs
 * which record their arguments and variables. The table below checks each call, and runs the real program if it can run here.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCommand } from '../../node/session-endpoint/command.ts';
import { read } from '../../support/guides.ts';
import { blocksFor, placeOf } from '../../support/snippets.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const API_KEY = 'sk_typed_by_hand';

/** A call of a program. */
interface Call {
  program: string;
  args: string[];
  variables: Record<string, string>;
  /** The block's page. */
  page: string;
  /** The folder in which it was run. */
  folder: string;
}

const scriptsOf = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, string> })
    .scripts ?? {};

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));

/** Checks the arguments after `npm run <script> --`. */
const SCRIPT_ARGUMENTS: Record<string, (args: string[]) => void> = {
  'test:unit'([flag, file]) {
    if (flag === '--files') assert.ok(existsSync(join(root, file!)), file);
    else assert.equal(flag, '--watch');
  },
  'test:node'([part]) {
    const tests = [
      'test/node/build',
      'test/node/session-endpoint',
      'test/node/templates',
      'test/node/demo',
      'test/integration/docs',
    ].flatMap(filesIn);
    assert.ok(
      tests.some((file) => file.endsWith('.test.ts') && file.includes(part!)),
      `no test has ${part} in its path`,
    );
  },
  'test:e2e'(args) {
    const [, project, , title] = args;
    assert.deepEqual(args, ['--project', project, '--grep', title]);
    assert.ok(read('test/e2e/playwright.config.ts').includes(`name: '${project}'`), project);
    const tests = filesIn('test/e2e').filter((file) => file.endsWith('.test.ts'));
    assert.ok(
      tests.some((file) => read(file).includes(title!)),
      `no test says "${title}"`,
    );
  },
  'test:frameworks'([flag, name]) {
    assert.equal(flag, '--grep');
    assert.ok(read('test/integration/frameworks/frameworks.test.ts').includes(`name: '${name}'`), name);
  },
  gallery(args) {
    const looks = read('docs/guides/theming.md');
    for (const step of args) assert.ok(looks.includes(`title="look ${step}"`), step);
  },
  'release:check'(args) {
    const [, options = ''] =
      /parseArgs\(\{\s*options: \{([^}]+\}[^}]+\}[^}]+)\}/.exec(read('scripts/release/release-check.mjs')) ??
      [];
    for (const arg of args) assert.ok(options.includes(`${arg.replace('--', '')}: {`), arg);
  },
  bench(args) {
    const source = read('test/bench/page/run.ts');
    for (const arg of args) {
      const [flag] = arg.split(/(?<==)/);
      assert.ok(arg.startsWith('--') ? source.includes(`'${flag}'`) : source.includes(`\n  ${arg},`), arg);
    }
  },
};

/** Checks the call of a stub. A program without a row is a mistake in the block, or needs a row. */
const PROGRAMS: Record<string, (call: Call) => Promise<void> | void> = {
  npm({ args: [command, script = '', separator, ...rest], page, folder }) {
    if (command === 'ci') assert.ok(existsSync(join(folder, 'package-lock.json')), 'npm ci needs a lockfile');
    else if (command === 'install' && !script) assert.ok(existsSync(join(folder, 'package.json')), page);
    else if (command === 'install') {
      const { name, peerDependencies } = JSON.parse(read('package.json')) as {
        name: string;
        peerDependencies: Record<string, string>;
      };
      for (const wanted of [script, separator, ...rest].filter(Boolean))
        assert.ok([name, ...Object.keys(peerDependencies)].includes(wanted!), wanted);
    } else {
      const wanted = command === 'run' ? script : command!;
      assert.ok(wanted in scriptsOf(folder), `package.json has no script "${wanted}"`);
      if (separator) assert.equal(separator, '--');
      if (rest.length) {
        assert.ok(
          SCRIPT_ARGUMENTS[wanted],
          `arguments of ${wanted}: say in test/integration/docs/shell.test.ts what they may be`,
        );
        SCRIPT_ARGUMENTS[wanted](rest);
      }
    }
  },

  async npx({ args: [first, name, program, ...flags], variables, folder }) {
    if (first === '-p') {
      const { name: own, bin } = JSON.parse(read('package.json')) as {
        name: string;
        bin: Record<string, string>;
      };
      assert.equal(name, own);
      const built = bin[program!];
      assert.ok(built, program);
      await startsAndSells(join(root, built), flags, variables);
      return;
    }
    // These need an account of the platform. The package is in the template's own package.json.
    assert.match(first!, /^(wrangler|vercel|netlify-cli)$/);
    for (const argument of [name, program, ...flags].filter((arg) => /\.(json|ts)$/.test(arg ?? '')))
      assert.ok(existsSync(join(folder, argument!)), argument);
  },

  node({ args: [file, ...flags], folder }) {
    const source = readFileSync(join(folder, file!), 'utf8');
    for (const flag of flags) assert.ok(source.includes(`'${flag}'`), `${file} knows no ${flag}`);
  },

  async curl({ args: [first, address, ...flags] }) {
    assert.deepEqual([first, address], ['-i', 'https://YOUR-ENDPOINT']);
    const headers = flags.filter((_, index) => flags[index - 1] === '-H').map((text) => text.split(': ', 2));
    const [, body = ''] = flags.slice(flags.indexOf('-d'));
    assert.deepEqual(flags, [...headers.flatMap((header) => ['-H', header.join(': ')]), '-d', body]);
    // The Node command, which is at that address.
    const endpoint = await startCommand({
      built: join(root, 'dist/cli.js'),
      args: ['--sandbox', '--allowed-origins', 'https://shop.example'],
    });
    try {
      const sold = body.replace('prod_…', 'prod_z2o92kEl6cYYX');
      const response = await fetch(endpoint.url, {
        method: 'POST',
        body: sold,
        headers: headers as [string, string][],
      });
      assert.equal(response.status, 200);
      assert.deepEqual(Object.keys((await response.json()) as object), ['id', 'session_id', 'checkout_url']);
    } finally {
      await endpoint.ended('SIGTERM');
    }
  },

  bun({ args: [command], folder }) {
    if (command !== 'install')
      assert.ok(scriptsOf(folder)[command!], `package.json has no script "${command}"`);
  },

  // These need an account or a daemon. Without them the test can only check that the files exist.
  aws({ args }) {
    assert.equal(args[0], 'secretsmanager');
    assert.ok(['create-secret', 'put-secret-value'].includes(args[1]!), args[1]);
    assert.ok(args.includes('solifyn-api-key'));
    assert.match(read('templates/aws-lambda/template.yaml'), /resolve:secretsmanager:solifyn-api-key}}/);
  },
  sam({ args, folder }) {
    const template = readFileSync(join(folder, 'template.yaml'), 'utf8');
    const parameters = args.slice(args.indexOf('--parameter-overrides') + 1);
    if (args[0] === 'deploy') {
      const [, capability = ''] = args.slice(args.indexOf('--capabilities'));
      assert.equal(capability, 'CAPABILITY_IAM');
      for (const parameter of parameters)
        assert.match(template, new RegExp(`^  ${parameter.split('=')[0]}:$`, 'm'));
    } else assert.deepEqual(args, ['build']);
  },
  docker({ args: [command], folder }) {
    assert.equal(command, 'compose');
    assert.ok(existsSync(join(folder, 'compose.yaml')));
  },
  deno({ args, folder }) {
    assert.equal(args[0], 'deploy');
    const entry = args[args.indexOf('--entrypoint') + 1];
    if (args.includes('--entrypoint')) assert.ok(existsSync(join(folder, entry!)), entry);
  },
  sudo({ args: [command, user, file], folder }) {
    assert.deepEqual([command, user], ['chown', '1000']);
    assert.ok(existsSync(join(folder, file!)), file);
  },
};

/** Checks the other results of a block. */
const RESULTS: Record<string, (folder: string, output: string) => void> = {
  'docs/guides/security.md'(folder, output) {
    const file = readFileSync(join(folder, 'solifyn-buy-button.umd.js'));
    assert.equal(output, createHash('sha384').update(file).digest('base64'));
  },
  'templates/bun/README.md'(folder) {
    const file = join(folder, '.env');
    assert.equal(statSync(file).mode & 0o777, 0o600, 'only its owner reads it');
    const names = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]!);
    const known = read('templates/README.md') + read('templates/bun/index.ts');
    for (const name of names) assert.ok(known.includes(name), name);
  },
  'templates/docker/README.md'(folder) {
    const file = join(folder, 'solifyn_api_key');
    assert.equal(readFileSync(file, 'utf8'), API_KEY);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(readFileSync(join(folder, 'compose.yaml'), 'utf8').includes('./solifyn_api_key'));
  },
};

/** Starts the command of the block, and sends it the preflight of a page of the shop. */
async function startsAndSells(
  built: string,
  args: string[],
  variables: Record<string, string>,
): Promise<void> {
  if (!args.includes('--sandbox')) assert.ok(variables['SOLIFYN_API_KEY'], 'the key stands in front');
  const command = await startCommand({ built, args, env: { SOLIFYN_API_KEY: API_KEY } });
  try {
    const [, allowed = 'https://anywhere.example'] = args.slice(args.indexOf('--allowed-origins'));
    for (const [origin, status] of [
      [allowed, 204],
      ['https://thief.example', args.includes('--sandbox') ? 204 : 403],
    ] as const) {
      const headers = { origin, 'access-control-request-method': 'POST' };
      assert.equal((await fetch(command.url, { method: 'OPTIONS', headers })).status, status, origin);
    }
  } finally {
    assert.equal(await command.ended('SIGTERM'), 0);
  }
}

const workplace = mkdtempSync(join(tmpdir(), 'solifyn-docs-'));
after(() => rmSync(workplace, { recursive: true }));

/** The stubs, and a record of their calls: the variables that the block has set, then the arguments. */
const stands = join(workplace, 'bin');
const record = join(workplace, 'calls');
/** The input that the reader types at a prompt. */
const typed = join(workplace, 'typed');
writeFileSync(typed, `${API_KEY}\n`);
mkdirSync(stands);
for (const program of Object.keys(PROGRAMS)) {
  const file = join(stands, program);
  const words = `printf '%s\\0' "$SOLIFYN_API_KEY" '${program}' "$@" >> '${record}'; printf '\\1' >> '${record}'`;
  // A stub that leaves its pipe unread would sometimes end the program that writes to it.
  const drain = 'if [ -p /dev/stdin ]; then cat > /dev/null; fi';
  writeFileSync(file, `#!/bin/sh\n${words}\n${drain}\n`);
  chmodSync(file, 0o755);
}

/** The folder in which a reader runs the commands of a page. */
function folderFor(page: string): string {
  const folder = mkdtempSync(join(workplace, 'folder-'));
  const isPlatform = /^templates\/[^/]+\//.test(page);
  if (isPlatform) cpSync(join(root, dirname(page)), folder, { recursive: true });
  else
    for (const name of ['package.json', 'package-lock.json', 'scripts'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
  if (page === 'docs/guides/security.md')
    cpSync(join(root, 'dist/solifyn-buy-button.umd.js'), join(folder, 'solifyn-buy-button.umd.js'));
  return folder;
}

describe('The commands of', () => {
  for (const block of blocksFor('test/integration/docs/shell.test.ts'))
    test(`${placeOf(block)} work`, async () => {
      writeFileSync(record, '');
      const folder = folderFor(block.page);
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', block.code], {
        cwd: folder,
        env: { PATH: `${stands}:${env['PATH']}`, HOME: folder },
        stdio: [openSync(typed, 'r'), 'pipe', 'pipe'],
      });
      let [output, complaints] = ['', ''];
      shell.stdout!.setEncoding('utf8').on('data', (text: string) => (output += text));
      shell.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints += text));
      const [code] = await once(shell, 'close');
      assert.equal(code, 0, complaints);
      const calls = readFileSync(record, 'utf8').split('\x01').filter(Boolean);
      for (const call of calls) {
        const [key = '', program = '', ...args] = call.split('\0').slice(0, -1);
        await PROGRAMS[program]!({
          program,
          args,
          variables: { SOLIFYN_API_KEY: key },
          page: block.page,
          folder,
        });
      }
      RESULTS[block.page]?.(folder, output);
      assert.ok(calls.length || RESULTS[block.page], 'a block that does nothing');
    });
});
