/** The deploy buttons: each address, each variable that it asks for, and each file that it needs, held to the templates. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } };
const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, '');

/** What a seller must enter before the first sale. */
const REQUIRED = ['SOLIFYN_ALLOWED_ORIGINS', 'SOLIFYN_API_KEY'];

/** Every page that can have a button. */
const pages = [
  'README.md',
  ...['docs', 'templates'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
];

/** The addresses of all buttons of a host. */
function buttons(start: string): { page: string; url: URL }[] {
  return pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((https:[^)\s]+)\)/g)]
      .map(([, address = '']) => address)
      .filter((address) => address.startsWith(start))
      .map((address) => ({ page, url: new URL(address) })),
  );
}

/** The template that an address in the repository points to. */
function templateAt(address: string): string {
  const prefix = `${REPOSITORY}/tree/main/`;
  assert.ok(address.startsWith(prefix), address);
  const folder = address.slice(prefix.length);
  assert.ok(existsSync(join(root, folder, 'package.json')), folder);
  return folder;
}

/** The keys of a table in a TOML file of this repository. */
function tomlKeys(file: string, table: string): string[] {
  const [, body = ''] =
    new RegExp(`^\\[${table.replaceAll('.', '\\.')}\\]\\n([^[]*)`, 'm').exec(read(file)) ?? [];
  return [...body.matchAll(/^\s*(\w+) = /gm)].map(([, key = '']) => key).sort();
}

describe('the Cloudflare button', () => {
  const found = buttons('https://deploy.workers.cloudflare.com/?');

  test('is on the template and deploys it', () => {
    assert.ok(found.some(({ page }) => page === 'templates/cloudflare-workers/README.md'));
    for (const { url } of found) {
      assert.equal(templateAt(url.searchParams.get('url') ?? ''), 'templates/cloudflare-workers');
    }
    const [, main = 'missing'] =
      /"main": "(.+)"/.exec(read('templates/cloudflare-workers/wrangler.jsonc')) ?? [];
    assert.ok(existsSync(join(root, 'templates/cloudflare-workers', main)), main);
  });

  test('requests the key as a secret and the origins as a variable, both explained', () => {
    const folder = 'templates/cloudflare-workers';
    const secrets = [...read(`${folder}/.dev.vars.example`).matchAll(/^(\w+)=/gm)].map(
      ([, name = '']) => name,
    );
    const [, vars = ''] = /"vars": \{([^}]*)\}/.exec(read(`${folder}/wrangler.jsonc`)) ?? [];
    const variables = [...vars.matchAll(/"(\w+)":/g)].map(([, name = '']) => name);
    assert.deepEqual(secrets, ['SOLIFYN_API_KEY']);
    assert.deepEqual([...secrets, ...variables].sort(), REQUIRED);
    const { cloudflare, scripts } = JSON.parse(read(`${folder}/package.json`)) as {
      cloudflare: { bindings: Record<string, { description: string }> };
      scripts: Record<string, string>;
    };
    const [, limiter = ''] =
      /"ratelimits": \[\{ "name": "(\w+)"/.exec(read(`${folder}/wrangler.jsonc`)) ?? [];
    assert.deepEqual(Object.keys(cloudflare.bindings).sort(), [...REQUIRED, limiter].sort());
    for (const { description } of Object.values(cloudflare.bindings)) assert.match(description, /^[A-Z].+/);
    assert.equal(scripts['deploy'], 'wrangler deploy');
  });

  test('leaves no secret in git', () => {
    const ignored = read('templates/cloudflare-workers/.gitignore').split('\n');
    assert.ok(ignored.includes('.dev.vars'));
    assert.match(read('templates/cloudflare-workers/.dev.vars.example'), /^SOLIFYN_API_KEY=""$/m);
  });
});

describe('the Vercel button', () => {
  const found = buttons('https://vercel.com/new/clone');

  test('is on the template, deploys it and asks for its variables', () => {
    assert.ok(found.some(({ page }) => page === 'templates/vercel/README.md'));
    for (const { url } of found) {
      assert.equal(templateAt(url.searchParams.get('repository-url') ?? ''), 'templates/vercel');
      assert.deepEqual(url.searchParams.get('env')?.split(',').sort(), REQUIRED);
      assert.match(url.searchParams.get('envDescription') ?? '', /API key.*address of your site/);
      const link = new URL(url.searchParams.get('envLink') ?? '');
      assert.equal(link.hash, '#settings');
      assert.ok(
        existsSync(join(root, link.href.slice(`${REPOSITORY}/blob/main/`.length).replace(/#.*/, ''))),
      );
    }
    const { functions } = JSON.parse(read('templates/vercel/vercel.json')) as { functions: object };
    assert.ok(Object.keys(functions).includes('api/session.js'));
    for (const file of Object.keys(functions))
      assert.ok(existsSync(join(root, 'templates/vercel', file)), file);
  });
});

describe('the Netlify button', () => {
  const found = buttons('https://app.netlify.com/start/deploy');

  test('is on the template, deploys it and asks for its variables', () => {
    assert.ok(found.some(({ page }) => page === 'templates/netlify/README.md'));
    for (const { url } of found) {
      assert.equal(url.searchParams.get('repository'), REPOSITORY);
      assert.equal(url.searchParams.get('base'), 'templates/netlify');
    }
    for (const file of ['netlify.toml', 'templates/netlify/netlify.toml']) {
      assert.deepEqual(tomlKeys(file, 'template.environment'), REQUIRED, file);
      for (const [, folder = ''] of read(file).matchAll(/^ +(?:publish|directory) = "(.+)"$/gm)) {
        assert.ok(existsSync(join(root, 'templates/netlify', folder)), `${file}: ${folder}`);
      }
    }
    assert.match(read('netlify.toml'), /^ {2}base = "templates\/netlify"$/m);
    const folder = 'templates/netlify/netlify/functions';
    const paths = readdirSync(join(root, folder)).map(
      (file) => /\bpath: '([^']+)'/.exec(read(`${folder}/${file}`))?.[1],
    );
    assert.deepEqual(paths.sort(), ['/solifyn/session', '/solifyn/webhooks']);
    for (const path of paths) assert.ok(read('templates/netlify/README.md').includes(String(path)), path);
  });
});

describe('the files for hosts of containers', () => {
  const dockerfile = read('templates/docker/Dockerfile');
  const port = /^EXPOSE (\d+)$/m.exec(dockerfile)?.[1] ?? 'missing';

  test('fly.toml serves the port and the health check of the Dockerfile, without a key', () => {
    const fly = read('templates/docker/fly.toml');
    assert.match(fly, new RegExp(`^ {2}internal_port = ${port}$`, 'm'));
    assert.match(fly, /^ {4}path = "\/healthz"$/m);
    assert.match(fly, /dockerfile = "Dockerfile"/);
    assert.deepEqual(tomlKeys('templates/docker/fly.toml', 'env'), [
      'SOLIFYN_ALLOWED_ORIGINS',
      'TRUST_PROXY',
    ]);
  });

  test('render.yaml requests the required variables and contains none of their values', () => {
    const render = read('templates/docker/render.yaml');
    assert.match(render, /healthCheckPath: \/healthz/);
    assert.match(render, /dockerfilePath: \.\/Dockerfile/);
    const asked = [...render.matchAll(/- key: (\w+)\n\s+sync: false/g)].map(([, name = '']) => name);
    assert.deepEqual(asked.sort(), REQUIRED);
    assert.ok(existsSync(join(root, 'templates/docker/Dockerfile')));
  });
});

describe("the templates' pages", () => {
  test('link to files of this repository that exist, by addresses that also work on npm and in a ZIP file', () => {
    for (const page of pages.filter((name) => /^templates\/[\w-]+\/README\.md$/.test(name))) {
      for (const [, address = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        assert.ok(!address.startsWith('..'), `${page}: ${address}`);
        const [, path] = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/([^#?]+)`).exec(address) ?? [];
        if (path !== undefined) assert.ok(existsSync(join(root, path)), `${page}: ${address}`);
      }
    }
  });
});
