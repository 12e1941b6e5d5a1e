import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';

const src = new URL('../../../src/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/**
 * The browser side from the ground up. A file imports from lower layers and from its own group, never upwards, and
 * never from a group beside its own: a gateway does not import a dialog, and the session client does not import a form.
 */
const LAYERS: Record<string, RegExp>[] = [
  { shared: /^(protocol|request-rules|version)\.ts$/ },
  {
    basics:
      /^button\/(session\/preconnect|config\/(script-tag|settings)|base-url|delay|json|storage|trigger-selector)\.ts$/,
  },
  { language: /^button\/(errors|events)\.ts$/ },
  { settings: /^button\/(config\/.*|messages\/.*|checkout-host\.ts)$/ },
  { attribution: /^button\/request\/attribution\.ts$/ },
  {
    request: /^button\/request\/.*$/,
    session: /^button\/session\/(session|retry)\.ts$/,
    presentations: /^button\/(presentations\/.*|buy-button\.styles\.ts)$/,
    gateways: /^button\/gateways\/.*$/,
  },
  { prefetch: /^button\/session\/prefetch\.ts$/ },
  { checkout: /^button\/checkout\/.*$/ },
  { hosts: /^button\/(buy-button|open-checkout|open-diagnosis|triggers)\.ts$/ },
  { entry: /^button\/(index|define)\.ts$/ },
  { packages: /^button\/(npm\.ts|react\.ts|framework-types\/.*)$/ },
];

/** The other roots: what runs on servers, and the second file, which receives its context from the standalone script. */
const ROOTS: Record<string, RegExp> = {
  'session-endpoint': /^session-endpoint\//,
  sandbox: /^sandbox\//,
  webhooks: /^webhooks\//,
  diagnostics: /^diagnostics\//,
};

/** What each root may import: its own files, and pure modules of others. */
const ALLOWED_IMPORTS: Record<string, RegExp> = {
  'session-endpoint': /^(session-endpoint\/.*|webhooks\/.*|protocol\.ts|request-rules\.ts|version\.ts)$/,
  webhooks: /^webhooks\/.*$/,
  sandbox: /^(sandbox\/.*|session-endpoint\/.*|protocol\.ts|request-rules\.ts|version\.ts)$/,
  diagnostics:
    /^(diagnostics\/.*|protocol\.ts|request-rules\.ts|version\.ts|button\/(base-url|json|trigger-selector|config\/settings|checkout-host|gateways\/whop-origins|presentations\/redirect)\.ts)$/,
};

interface Import {
  /** Relative to `src/`. */
  target: string;
  isType: boolean;
}

const known = new Map<string, Import[]>();

/** Each file is parsed once. */
function importsOf(file: string): Import[] {
  const imports = known.get(file) ?? parseImports(file);
  known.set(file, imports);
  return imports;
}

function parseImports(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(new URL(file, src), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const name = statement.moduleSpecifier;
    if (!name || !ts.isStringLiteral(name) || !name.text.startsWith('.')) return [];
    const isType = isImport
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    return [{ target: posix.join(posix.dirname(file), name.text), isType }];
  });
}

function placeOf(file: string): { layer: number; group: string } | undefined {
  for (const [layer, groups] of LAYERS.entries())
    for (const [group, pattern] of Object.entries(groups)) if (pattern.test(file)) return { layer, group };
  return undefined;
}

describe('imports', () => {
  test('were found at all', () => {
    assert.ok(files.length > 40);
    assert.ok(
      importsOf('button/checkout/presentation.ts').some(
        ({ target }) => target === 'button/gateways/gateway.ts',
      ),
    );
  });

  for (const file of files) {
    const root = Object.keys(ROOTS).find((name) => ROOTS[name]!.test(file));
    if (root) {
      test(`of ${file} stay in ${root}/, except for types and pure functions`, () => {
        const forbidden = importsOf(file).filter(
          ({ target, isType }) => !ALLOWED_IMPORTS[root]!.test(target) && !(root === 'diagnostics' && isType),
        );
        assert.deepEqual(forbidden, []);
      });
    } else {
      test(`of ${file} go down`, () => {
        const place = placeOf(file);
        assert.ok(place, 'add the file to a layer in test/node/build/imports.test.ts');
        for (const { target, isType } of importsOf(file)) {
          // It creates the context of the second file, so it may import that type.
          if (
            file === 'button/open-diagnosis.ts' &&
            target === 'diagnostics/diagnostics-context.ts' &&
            isType
          )
            continue;
          const other = placeOf(target);
          assert.ok(other, `${target} is in no layer`);
          const isBelow =
            other.layer < place.layer || (other.layer === place.layer && other.group === place.group);
          assert.ok(isBelow, `${target} (${other.group}) is not below ${file} (${place.group})`);
        }
      });
    }
  }

  test('lead from an entry to every file', () => {
    const reached = new Set<string>();
    const walk = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target } of importsOf(file)) walk(target);
    };
    for (const entry of [
      'button/npm.ts',
      'button/react.ts',
      'diagnostics/index.ts',
      'session-endpoint/index.ts',
      'session-endpoint/cli/cli.ts',
      'sandbox/index.ts',
      'webhooks/index.ts',
    ])
      walk(entry);
    for (const file of files.filter((file) => file.startsWith('button/framework-types/'))) walk(file);
    assert.deepEqual(
      files.filter((file) => !reached.has(file)),
      [],
      'import the file where it is used; a gateway is registered in define.ts',
    );
  });

  test('have no cycle', () => {
    /** Files from which no path leads back to them. Another way into one of them cannot close a circle. */
    const done = new Set<string>();
    const walk = (file: string, path: string[]): void => {
      assert.ok(!path.includes(file), [...path, file].join(' → '));
      if (done.has(file)) return;
      for (const { target, isType } of importsOf(file)) if (!isType) walk(target, [...path, file]);
      done.add(file);
    };
    walk('button/npm.ts', []);
    walk('session-endpoint/cli/cli.ts', []);
    walk('diagnostics/index.ts', []);
  });
});
