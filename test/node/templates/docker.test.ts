/**
 * The template for Docker. No container runs here: the test reads the Dockerfile and starts its command without a
 * container.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCommand } from '../session-endpoint/command.ts';
import { sendOverSocket } from '../session-endpoint/send-over-socket.ts';
import { stubServer } from '../session-endpoint/stub-upstream.ts';
import { SECRET, signWebhook } from '../webhooks/webhook-sender.ts';
import { sale, templates } from './template.ts';

interface Package {
  name: string;
  version: string;
  files: string[];
  bin: Record<string, string>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { name, version, files, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
const compose = readFileSync(join(templates, 'docker/compose.yaml'), 'utf8');

/** The instructions, with continued lines joined. */
const instructions = readFileSync(join(templates, 'docker/Dockerfile'), 'utf8')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ keyword: line.split(' ')[0]!, rest: line.slice(line.indexOf(' ') + 1) }));

/** The instructions of the last stage, which runs. */
const stage = instructions.slice(instructions.map(({ keyword }) => keyword).lastIndexOf('FROM'));

function only(keyword: string, text = /^/): string {
  const found = stage.filter((instruction) => instruction.keyword === keyword && text.test(instruction.rest));
  assert.equal(found.length, 1, `${keyword} once`);
  return found[0]!.rest;
}

const env = Object.fromEntries(
  only('ENV')
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

/** Only the exec form, because a shell would not pass on SIGTERM. */
const toWords = (json: string): string[] => JSON.parse(json) as string[];

describe('the template for Docker', () => {
  test('runs this version of the command as a user without rights', () => {
    const install = instructions.find(({ keyword }) => keyword === 'RUN')!.rest;
    assert.ok(install.split(' ').includes(`${name}@${version}`), install);
    assert.ok(!['root', '0'].includes(only('USER')));
    const [program, script = ''] = toWords(only('ENTRYPOINT'));
    assert.equal(program, 'node');
    const inPackage = script.replace(`node_modules/${name}/`, './');
    assert.equal(inPackage, bin['solifyn-session-endpoint']);
    assert.ok(files.includes('dist'));
    assert.ok(existsSync(join(root, inPackage)), 'run `npm run build` first');
  });

  test('listens where its port is published, and is healthy as long as it takes requests', async () => {
    assert.equal(env.HOST, '0.0.0.0');
    assert.equal(env.PORT, only('EXPOSE'));
    assert.match(compose, new RegExp(`'127\\.0\\.0\\.1:\\d+:${env.PORT}'`));
    const upstream = await stubServer();
    upstream.behave(sale.behaviour);
    const { apiKey, apiUrl } = sale.options(upstream.url);
    const command = await startCommand({
      built: join(root, bin['solifyn-session-endpoint']!),
      env: {
        ...env,
        PORT: '0',
        SOLIFYN_API_KEY: apiKey,
        SOLIFYN_API_URL: apiUrl,
        SOLIFYN_ALLOWED_ORIGINS: sale.request.headers.origin!,
      },
    });
    const { port } = new URL(command.url);
    const health = async (): Promise<number | null> => {
      const [program = '', ...args] = toWords(only('HEALTHCHECK').replace(/^.* CMD /, ''));
      const child = spawn(program, args, { env: { PATH: process.env.PATH, PORT: port }, stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    };
    try {
      assert.equal(await health(), 0);
      assert.equal((await sendOverSocket(`http://127.0.0.1:${port}`, sale.request)).status, 200);
    } finally {
      assert.equal(await command.ended('SIGTERM'), 0);
      await upstream.close();
    }
    assert.equal(await health(), 1, 'a server that is gone');
  });

  test('takes the key from a secret, never from the image', () => {
    assert.match(compose, /SOLIFYN_API_KEY_FILE: \/run\/secrets\/solifyn_api_key/);
    for (const { rest } of instructions) assert.doesNotMatch(rest, /SOLIFYN_(API_KEY|WEBHOOK_SECRET)/);
    assert.deepEqual(readFileSync(join(templates, 'docker/.gitignore'), 'utf8').trim().split('\n'), [
      'solifyn_api_key',
      'solifyn_webhook_secret',
    ]);
    assert.equal(readFileSync(join(templates, 'docker/.dockerignore'), 'utf8').split('\n')[0], '*');
  });

  test('passes webhooks to its module, with the lines of compose.yaml that are commented out', async () => {
    const active = compose.replace(/^( *)# (?=SOLIFYN_WEBHOOK|WEBHOOK|- solifyn|solifyn| {2}file)/gm, '$1');
    assert.match(active, /^ {6}SOLIFYN_WEBHOOK_SECRET_FILE: \/run\/secrets\/solifyn_webhook_secret$/m);
    assert.match(active, /^ {6}- solifyn_webhook_secret$/m);
    assert.match(active, /^ {2}solifyn_webhook_secret:\n {4}file: \.\/solifyn_webhook_secret$/m);
    const [, handler = ''] = /^ {6}WEBHOOK_HANDLER: (\S+)$/m.exec(active) ?? [];
    const [file = '', target] = only('COPY', /deliver/).split(' ');
    assert.equal(handler, posix.join(only('WORKDIR'), target ?? '', file));
    assert.match(
      readFileSync(join(templates, 'docker/.dockerignore'), 'utf8'),
      new RegExp(`^!${file}$`, 'm'),
    );
    const command = await startCommand({
      built: join(root, bin['solifyn-session-endpoint']!),
      cwd: join(templates, 'docker'),
      env: {
        PORT: '0',
        SOLIFYN_API_KEY: 'sk_test_4f9Qm2Lx7Zr8Vt1',
        SOLIFYN_WEBHOOK_SECRET: SECRET,
        WEBHOOK_HANDLER: file,
      },
    });
    try {
      const { status } = await fetch(`${command.url}/webhooks`, { method: 'POST', ...signWebhook() });
      assert.equal(status, 204);
    } finally {
      await command.ended('SIGTERM');
    }
    assert.match(command.output, /^Paid: webhook msg_1 /m);
  });

  test('has more time to stop than the command needs at most', () => {
    const [, seconds] = /stop_grace_period: (\d+)s/.exec(compose) ?? [];
    assert.ok(Number(seconds) > 25, `${seconds} s`);
  });
});
