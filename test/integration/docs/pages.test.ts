/** Rules for every page of the documentation. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, test } from 'node:test';
import { SETTINGS, attributeName } from '../../../src/button/config/settings.ts';
import { PLACEHOLDERS, allPages, blocksOf, pages, proseOf, read, snippetOf } from '../../support/guides.ts';
import {
  EXCEPTIONS,
  RUNNERS,
  allBlocks,
  isException,
  nameOf,
  placeOf,
  runnerOf,
} from '../../support/snippets.ts';

interface Named {
  name: string;
}

interface Manifest {
  modules: {
    declarations: { tagName?: string; attributes: Named[]; events: Named[]; cssProperties: Named[] }[];
  }[];
}

const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(read('custom-elements.json')) as Manifest;
const element = manifest.modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName)!;
const namesOf = (list: Named[]) => list.map(({ name }) => name);
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('Every block of code', () => {
  test('is run by a test or is an exception', () => {
    const alone = allBlocks.filter((block) => !isException(block) && !runnerOf(block)).map(placeOf);
    assert.deepEqual(alone, [], 'give these a row in test/support/snippets.ts');
  });

  test('in a row of the table exists, and so does the test that runs it', () => {
    for (const { names, by, takes } of RUNNERS) {
      const own = allBlocks.filter((block) => runnerOf(block)?.by === by && names.test(nameOf(block)));
      assert.notDeepEqual(own, [], `a row of ${by} fits no block: ${names}`);
      assert.ok(existsSync(new URL(by, root)), by);
      const test = read(by);
      if (takes) assert.ok(test.includes(`blocksFor('${by}')`), `${by} reads its blocks`);
      // Tests without `takes` read a block by the name of its page and its title.
      else
        for (const { page, title } of own)
          for (const name of [posix.basename(page, '.md'), title.split(' ')[0] ?? ''])
            assert.match(test, new RegExp(name), `${by} reads "${title}" of ${page}`);
    }
    for (const { names } of EXCEPTIONS)
      assert.ok(
        allBlocks.some((block) => names.test(nameOf(block))),
        `an exception fits no block: ${names}`,
      );
  });

  test('has fences and a language, because no test runs an indented block', () => {
    for (const block of allBlocks) assert.notEqual(block.language, '', placeOf(block));
    for (const page of allPages) {
      const lines = proseOf(page).split('\n');
      const indented = lines.findIndex(
        (text, index) => /^ {4,}\S/.test(text) && !lines[index - 1]?.trim() && !/^ *(\d+\.|[-*]) /.test(text),
      );
      assert.equal(indented, -1, `${page}, line ${indented + 1}: an indented block`);
    }
  });
});

const markdown = [
  ...allPages,
  ...readdirSync(new URL('test', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => `test/${file.replaceAll('\\', '/')}`),
];

/** The anchor that GitHub gives to a heading. It keeps letters, digits, hyphens and underscores. */
const anchorOf = (heading: string) =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

/** A second heading of the same words gets a number. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before ? `${anchor}-${before}` : anchor;
  });
}

/** The addresses of links and pictures in Markdown and HTML, except those in `code`. */
function linksOf(page: string): string[] {
  const text = proseOf(page).replaceAll(/(`+)[^`]+\1/g, (code) => 'x'.repeat(code.length));
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
  const named = [...text.matchAll(/^\[[^\]]+\]: (\S+)/gm)];
  const html = [...text.matchAll(/<(?:a|img)\b[^>]*\s(?:href|src)="([^"]+)"/g)];
  return [...inline, ...named, ...html].map(([, target = '']) => target);
}

describe('Every link', () => {
  test('within the repository leads to an existing file and heading', () => {
    const wrong = markdown.flatMap((page) =>
      linksOf(page)
        .filter((target) => !/^(https?|mailto):/.test(target))
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const linked = path ? posix.join(posix.dirname(page), decodeURI(path)) : page;
          if (!existsSync(new URL(linked, root))) return true;
          return anchor !== undefined && !(linked.endsWith('.md') && anchorsOf(linked).includes(anchor));
        })
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  test('to the web is an https address', () => {
    for (const page of markdown)
      for (const target of linksOf(page).filter((link) => link.includes(':')))
        assert.equal(new URL(target).protocol, 'https:', `${page}: ${target}`);
  });

  test('in the overview and in the sidebar leads to a page, and every page has one', () => {
    const linked = linksOf('docs/README.md').map((target) => posix.join('docs', target));
    const sidebar = read('docs/.vitepress/config.ts');
    for (const page of pages.filter((path) => /^docs\/.+\//.test(path))) {
      assert.ok(linked.includes(page), `docs/README.md does not link ${page}`);
      const address = page.replace(/^docs(.+)\.md$/, '$1');
      assert.ok(
        sidebar.includes(`'${address}'`),
        `the sidebar in docs/.vitepress/config.ts lacks ${address}`,
      );
    }
  });

  test('to a picture has an alternative text, and every picture is used', () => {
    const pictures = markdown.flatMap((page) =>
      [...proseOf(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, text = '', target = '']) => {
        assert.ok(text.length > 10, `${page}: ${target} needs a text`);
        return posix.join(posix.dirname(page), target);
      }),
    );
    const there = readdirSync(new URL('docs/images', root), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(png|svg)$/.test(file))
      .map((file) => `docs/images/${file.replaceAll('\\', '/')}`);
    for (const picture of there) assert.ok(pictures.includes(picture), `${picture} is shown nowhere`);
  });
});

/** Attributes that any element has. */
const GLOBAL = ['aria-label', 'class', 'form', 'id', 'lang', 'style'];

/** Settings for the whole page, which an element can also have. */
const SETTING_ATTRIBUTES = Object.keys(SETTINGS).map(attributeName);

describe('README and guides', () => {
  test('name attributes, events and custom properties that exist', () => {
    const known = [...namesOf(element.attributes), ...SETTING_ATTRIBUTES];
    const check = (name: string, names: string[], page: string) =>
      assert.ok(names.includes(name), `${page}: there is no ${name}`);
    for (const page of pages) {
      const text = read(page);
      const markup = blocksOf(page)
        .filter(({ language }) => /^(html|vue)$/.test(language))
        .map(({ code }) => code)
        .join('\n');
      for (const [, attributes = ''] of markup.matchAll(
        /<solifyn-buy-button((?:\s+[^\s=>]+(?:="[^"]*")?)*)/g,
      ))
        for (const [, name = ''] of attributes.matchAll(/\s(?!@)([^\s="]+)(?==|\s|$)/g))
          check(name, [...known, ...GLOBAL], page);
      for (const [, name = ''] of text.matchAll(/\sdata-solifyn-([a-z-]+)="/g))
        check(name, [...known, 'state'], page);
      for (const [name] of text.matchAll(/(?<!data-)\bsolifyn-checkout-[a-z]+\b/g))
        check(name, namesOf(element.events), page);
      for (const [name] of text.matchAll(/--solifyn-button-[a-z]+(-[a-z]+)*/g))
        check(name, namesOf(element.cssProperties), page);
    }
  });

  test('contain this version', () => {
    for (const page of pages)
      for (const [, named] of read(page).matchAll(/@solifyn\/buy-button@(\d[^/\s]*)/g))
        assert.equal(named, version, page);
  });

  test('begin with a snippet of two lines', () => {
    const [snippet] = blocksOf('README.md').filter(({ language }) => language === 'html');
    assert.equal(snippet?.code.split('\n').length, 2);
  });
});

const PASTED = ['html', 'webflow', 'wordpress', 'squarespace', 'framer', 'carrd', 'ghost'];

describe('Each snippet to paste', () => {
  test('has the endpoint on the script, and the link in the element', () => {
    const { link, endpoint } = PLACEHOLDERS;
    const button = new RegExp(
      `<solifyn-buy-button [^>]+><a href="${link}"[^>]*>Buy now</a></solifyn-buy-button>`,
    );
    for (const platform of PASTED) {
      const snippet =
        platform === 'carrd' ? snippetOf('carrd', 'head') + snippetOf('carrd') : snippetOf(platform);
      assert.match(snippet, button, platform);
      assert.ok(snippet.includes(`data-endpoint="${endpoint}"`), platform);
      assert.ok(!snippet.includes('<style'), platform);
    }
  });

  test('can be preceded by the stylesheet, which is in the package', () => {
    const files = [
      /href="https:\/\/cdn\.jsdelivr\.net\/npm\/@solifyn\/buy-button@[\d.]+\/(.+?)"/.exec(
        snippetOf('theming', 'stylesheet'),
      ),
      ...['react', 'vue'].map((page) => /@solifyn\/buy-button\/(.+?)'/.exec(snippetOf(page, 'stylesheet'))),
    ];
    for (const file of files) assert.ok(existsSync(new URL(file![1]!, root)), file![1]);
  });

  test('is one line for WordPress, which turns lines into paragraphs', () => {
    assert.ok(!snippetOf('wordpress').includes('\n'));
  });
});
