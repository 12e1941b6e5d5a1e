import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { toStyle } from '../../../demo/builder/look.ts';
import { expect, test } from '../../support/fixtures.ts';
import { PLACEHOLDERS, blocksOf, pages, read, snippetOf } from '../../support/guides.ts';

interface Named {
  name: string;
}

interface Manifest {
  modules: {
    declarations: { tagName?: string; attributes: Named[]; events: Named[]; cssProperties: Named[] }[];
  }[];
}

const manifest = JSON.parse(read('custom-elements.json')) as Manifest;
const element = manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;
const root = new URL('../../../', import.meta.url);
const namesOf = (list: Named[]) => list.map(({ name }) => name);
const attributes = namesOf(element.attributes);

/** Attributes that any element has. */
const GLOBAL = ['aria-label', 'class', 'form', 'id', 'lang', 'style'];

/** Settings for the whole page, which an element may have too. */
const SETTINGS = [
  'aff-param',
  'discount-param',
  'gateway-environment',
  'prefetch',
  'retries',
  'timeout',
  'utm',
];

/** A heading's anchor as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

const headingsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test('README and guides link to files and headings that are there', () => {
  for (const page of pages) {
    const prose = read(page).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
    for (const [, target = ''] of prose.matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const linked = path ? posix.join(posix.dirname(page), path) : page;
      expect.soft(existsSync(new URL(linked, root)), `${target} of ${page}`).toBe(true);
      if (anchor) expect.soft(headingsOf(linked), `headings for ${target} of ${page}`).toContain(anchor);
    }
  }
});

test('Code in README and guides is code', () => {
  for (const { page, language, code } of pages.flatMap(blocksOf)) {
    const scripts = /^(js|jsx|ts)$/.test(language)
      ? [code]
      : [...code.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
    for (const script of scripts) expect.soft(mistakesIn(script), `${page}: ${script}`).toEqual([]);
    if (language === 'json') expect.soft(() => JSON.parse(code) as unknown, page).not.toThrow();
  }
});

test('README and guides name attributes, events and custom properties that exist', () => {
  const known = [...attributes, ...SETTINGS];
  for (const page of pages) {
    const text = read(page);
    const markup = blocksOf(page)
      .filter(({ language }) => /^(html|vue)$/.test(language))
      .map(({ code }) => code)
      .join('\n');
    for (const [, said = ''] of markup.matchAll(/<solifyn-buy-button((?:\s+[^\s=>]+(?:="[^"]*")?)*)/g))
      for (const [, name = ''] of said.matchAll(/\s(?!@)([^\s="]+)(?==|\s|$)/g))
        expect.soft([...known, ...GLOBAL], page).toContain(name);
    for (const [, name = ''] of text.matchAll(/\sdata-solifyn-([a-z-]+)="/g))
      expect.soft([...known, 'state'], page).toContain(name);
    for (const [name] of text.matchAll(/\bsolifyn-checkout-[a-z]+\b/g))
      expect.soft(namesOf(element.events), page).toContain(name);
    for (const [name] of text.matchAll(/--solifyn-button-[a-z]+(-[a-z]+)*/g))
      expect.soft(namesOf(element.cssProperties), page).toContain(name);
  }
});

/** What a parser says to it. */
function mistakesIn(code: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(code, {
    fileName: 'block.tsx',
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
    },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const PASTED = ['html', 'webflow', 'wordpress', 'squarespace', 'wix', 'framer', 'carrd', 'ghost'];

/** The builder's, for a button of the usual look. */
const againstJump = toStyle({ look: 'plain', corners: 'soft', size: 'normal' } as Parameters<
  typeof toStyle
>[0]);

test('Each snippet to paste has the link in the element, and the builder’s line against a jump', () => {
  const { link, endpoint } = PLACEHOLDERS;
  const button = new RegExp(
    `<solifyn-buy-button [^>]+><a href="${link}"[^>]*>Buy now</a></solifyn-buy-button>`,
  );
  for (const platform of PASTED) {
    const snippet =
      platform === 'carrd' ? snippetOf('carrd', 'head') + snippetOf('carrd') : snippetOf(platform);
    expect.soft(snippet, platform).toMatch(button);
    expect.soft(snippet, platform).toContain(againstJump);
    expect.soft(snippet, platform).toContain(`data-endpoint="${endpoint}"`);
  }
  for (const page of ['react', 'vue', 'theming'])
    expect.soft(`<style>${snippetOf(page, 'style')}</style>`, page).toBe(againstJump);
});

test('The snippet for WordPress is one line', () => {
  expect(snippetOf('wordpress')).not.toContain('\n');
});

test('The README’s snippet is two lines, of this version', () => {
  const [snippet] = blocksOf('README.md').filter(({ language }) => language === 'html');
  expect(snippet?.code.split('\n')).toHaveLength(2);
  const { version } = JSON.parse(read('package.json')) as { version: string };
  for (const page of pages)
    for (const [, named] of read(page).matchAll(/@solifyn\/buy-button@(\d[^/\s]*)/g))
      expect(named, page).toBe(version);
});
