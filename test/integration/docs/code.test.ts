/** The code in the documentation: checked against the package's types, and run if it needs no page. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { build } from 'esbuild';
import ts from 'typescript';
import { parse } from 'vue/compiler-sfc';
import type { Block } from '../../support/guides.ts';
import { allBlocks, blocksFor, nameOf, placeOf, runnerOf } from '../../support/snippets.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dist = (file: string) => `${root}dist/${file}`;

/** A block as the compiler reads it: a language and a text. */
function toSource({ language, code }: Block): { extension: string; text: string } | undefined {
  if (/^(js|jsx|ts|tsx)$/.test(language)) return { extension: language, text: code };
  if (language !== 'vue') return undefined;
  // The template runs in a page. The script is the component's code.
  const { script, scriptSetup } = parse(code).descriptor;
  const { content = '', lang = 'js' } = scriptSetup ?? script ?? {};
  return { extension: lang, text: content };
}

const sources = allBlocks.flatMap((block, index) => {
  // Each framework's own type checker reads these when its app is built.
  if (runnerOf(block)?.by === 'test/integration/frameworks/docs.test.ts') return [];
  const source = toSource(block);
  // Each block is a module beside package.json, so that imports resolve like a reader's.
  return source
    ? [{ block, file: `${root}block-${index}.${source.extension}`, text: `${source.text}\nexport {};` }]
    : [];
});

/** Modules that a seller has and this repository does not. */
const OTHERS = `${root}others.d.ts`;
const TEXTS = new Map([
  ...sources.map(({ file, text }) => [file, text] as const),
  [
    OTHERS,
    `declare module '@vitejs/plugin-vue' { export default function vue(options: object): object }
    declare var trustedTypes: { createPolicy(name: string, rules: object): object } | undefined;`,
  ],
]);

/** A name that the package does not have. If the compiler does not report it, the check does not work. */
const WRONG = `${root}wrong.js`;
TEXTS.set(WRONG, `import { openChekout } from '@solifyn/buy-button'; openChekout({});`);

/** Parsed once for both programs, because reading the libraries takes most of the time. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * The compiler's messages by file. Blocks in JavaScript are checked like in an editor, blocks in TypeScript strictly.
 */
function complaints(files: string[], strict: boolean): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    jsx: ts.JsxEmit.ReactJSX,
    allowJs: true,
    checkJs: true,
    strict,
    noEmit: true,
    skipLibCheck: true,
    paths: {
      '@solifyn/buy-button': [dist('index.d.ts')],
      '@solifyn/buy-button/*': [dist('*.d.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, language) => {
    const text = TEXTS.get(file);
    if (!parsed.has(file))
      parsed.set(
        file,
        text === undefined ? getSourceFile(file, language) : ts.createSourceFile(file, text, language),
      );
    return parsed.get(file);
  };
  host.fileExists = (file) => TEXTS.has(file) || fileExists(file);
  host.readFile = (file) => TEXTS.get(file) ?? readFile(file);
  const program = ts.createProgram([dist('index.d.ts'), OTHERS, ...files], options, host);
  const found = new Map<string, string[]>();
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    found.set(file?.fileName ?? '', [...(found.get(file?.fileName ?? '') ?? []), text]);
  }
  return found;
}

describe('Every block of JavaScript and TypeScript', () => {
  test('matches the types of the package', () => {
    assert.ok(existsSync(dist('index.d.ts')), 'run `npm run build` first');
    const isStrict = (file: string) => /\.tsx?$/.test(file);
    const files = [...sources.map(({ file }) => file), WRONG];
    const wrong = [true, false].flatMap((strict) => {
      const own = files.filter((file) => isStrict(file) === strict);
      return own.length ? [...complaints(own, strict)] : [];
    });
    const messages = wrong.map(([file, texts]) => {
      const block = sources.find((source) => source.file === file)?.block;
      return `${block ? placeOf(block) : file.replace(root, '')}: ${texts.join(' / ')}`;
    });
    assert.equal(messages.length, 1, messages.join('\n'));
    assert.match(messages[0]!, /^wrong\.js: .*openChekout/);
  });

  test('in a page is JavaScript', () => {
    for (const block of allBlocks.filter(({ language }) => language === 'html'))
      for (const [, script = ''] of block.code.matchAll(/<script>([\s\S]*?)<\/script>/g)) {
        const { diagnostics } = ts.transpileModule(script, { reportDiagnostics: true });
        const texts = diagnostics?.map(({ messageText }) =>
          ts.flattenDiagnosticMessageText(messageText, ' '),
        );
        assert.deepEqual(texts, [], placeOf(block));
      }
  });
});

/** Runs the block as a module, followed by more code. @returns its exports */
async function run({ code, language }: Block, more = ''): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: `${code}\n${more}`, resolveDir: root, loader: language === 'ts' ? 'ts' : 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    alias: { '@solifyn/buy-button/session-endpoint': dist('session-endpoint.js') },
    plugins: [
      {
        name: 'stand-ins',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^@vitejs\/plugin-vue$/ }, () => ({ path: 'vue', namespace: 'stand-in' }));
          onLoad({ filter: /./, namespace: 'stand-in' }, () => ({
            contents: 'export default (options) => options',
          }));
        },
      },
    ],
  });
  const text = Buffer.from(outputFiles[0]!.text).toString('base64');
  return (await import(`data:text/javascript;base64,${text}`)) as Record<string, unknown>;
}

/** The stylesheet is a file of the package, and bundlers may not drop it. */
function isStylesheet({ code }: Block): Promise<void> {
  const [, file = ''] = /^import '@solifyn\/buy-button\/(.+)';$/.exec(code) ?? [];
  assert.ok(existsSync(`${root}${file}`), file);
  const { sideEffects } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    sideEffects: string[];
  };
  assert.ok(sideEffects.includes(`./${file}`), file);
  return Promise.resolve();
}

const RUNS: Record<string, (block: Block) => Promise<void>> = {
  'docs/platforms/react.md js stylesheet': isStylesheet,
  'docs/platforms/vue.md js stylesheet': isStylesheet,

  async 'docs/start/developers.md js handler'(block) {
    const { fetch } = globalThis;
    const session = { id: 'a', session_id: 'ch_a', checkout_url: 'https://solifyn.com/checkout/a' };
    globalThis.fetch = () => Promise.resolve(Response.json(session, { status: 201 }));
    process.env['SOLIFYN_API_KEY'] = 'sk_live_documentation';
    try {
      const { POST } = (await run(block)) as { POST: (request: Request) => Promise<Response> };
      const response = await POST(
        new Request('https://shop.example/solifyn/session', {
          method: 'POST',
          headers: { origin: 'https://shop.example', 'content-type': 'application/json' },
          body: JSON.stringify({ productId: 'prod_z2o92kEl6cYYX' }),
        }),
      );
      assert.deepEqual([response.status, await response.json()], [200, session]);
    } finally {
      globalThis.fetch = fetch;
      delete process.env['SOLIFYN_API_KEY'];
    }
  },

  async 'docs/guides/endpoint.md js'(block) {
    const { fetch } = globalThis;
    const session = { id: 'a', session_id: 'ch_a', checkout_url: 'https://solifyn.com/checkout/a' };
    const asked: (string | null)[] = [];
    globalThis.fetch = async (input, init) => {
      asked.push(new Headers(init?.headers).get('authorization'));
      assert.match(String(input), /^https:\/\/api\.solifyn\.com\/checkout\/create$/);
      return Response.json(session);
    };
    process.env['SOLIFYN_API_KEY'] = 'sk_live_documentation';
    try {
      const { endpoint } = (await run(block, 'export { endpoint };')) as {
        endpoint: (request: Request) => Promise<Response>;
      };
      const buy = (productId: string, origin: string) =>
        endpoint(
          new Request('https://pay.shop.example/', {
            method: 'POST',
            headers: { origin, 'content-type': 'application/json' },
            body: JSON.stringify({ productId }),
          }),
        );
      const sold = await buy('prod_z2o92kEl6cYYX', 'https://shop.example');
      assert.deepEqual([sold.status, await sold.json()], [200, session]);
      assert.equal((await buy('prod_other', 'https://shop.example')).status, 404);
      assert.equal((await buy('prod_z2o92kEl6cYYX', 'https://thief.example')).status, 403);
      assert.equal(asked.length, 1);
      assert.match(asked[0] ?? '', /sk_live_documentation$/);
    } finally {
      globalThis.fetch = fetch;
      delete process.env['SOLIFYN_API_KEY'];
    }
  },

  async 'docs/guides/bot-checks.md js'(block) {
    const { fetch } = globalThis;
    const session = { id: 'a', session_id: 'ch_a', checkout_url: 'https://solifyn.com/checkout/a' };
    globalThis.fetch = async (input) =>
      String(input) === 'https://challenges.cloudflare.com/turnstile/v0/siteverify'
        ? Response.json({ success: true })
        : Response.json(session);
    process.env['SOLIFYN_API_KEY'] = 'sk_live_documentation';
    process.env['TURNSTILE_SECRET_KEY'] = '1x0000000000000000000000000000000AA';
    try {
      const { endpoint } = (await run(block, 'export { endpoint };')) as {
        endpoint: (request: Request) => Promise<Response>;
      };
      const buy = (headers: Record<string, string>) =>
        endpoint(
          new Request('https://pay.shop.example/', {
            method: 'POST',
            headers: { origin: 'https://shop.example', 'content-type': 'application/json', ...headers },
            body: '{"productId":"prod_z2o92kEl6cYYX"}',
          }),
        );
      assert.equal((await buy({})).status, 403);
      assert.equal((await buy({ 'X-Turnstile-Token': 'token-1' })).status, 200);
    } finally {
      globalThis.fetch = fetch;
      delete process.env['SOLIFYN_API_KEY'];
      delete process.env['TURNSTILE_SECRET_KEY'];
    }
  },

  async 'docs/reference/editors.md ts types'(block) {
    // This import is removed by the build, and the other frameworks that the page names have their own file.
    assert.deepEqual(Object.keys(await run(block)), []);
    const [, others = ''] = /\/\/ or (.+)$/.exec(block.code) ?? [];
    for (const framework of others.split(', '))
      assert.ok(existsSync(dist(`types/${framework}.d.ts`)), framework);
  },

  async 'docs/platforms/vue.md js'(block) {
    const { default: config } = (await run(block)) as {
      default: { plugins: { template: { compilerOptions: { isCustomElement(tag: string): boolean } } }[] };
    };
    const { isCustomElement } = config.plugins[0]!.template.compilerOptions;
    assert.deepEqual(['solifyn-buy-button', 'buy-button', 'div'].map(isCustomElement), [true, false, false]);
  },
};

describe('The module of', () => {
  for (const block of blocksFor('test/integration/docs/code.test.ts'))
    test(`${placeOf(block)} works as its page describes`, async () => {
      const check = RUNS[nameOf(block)];
      assert.ok(check, 'say in test/integration/docs/code.test.ts what it does');
      await check(block);
    });
});
