import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The placeholders of the guides that a seller replaces, except for the checkout link. */
export const PLACEHOLDERS = {
  /** Folder of the scripts. */
  cdn: 'https://cdn.jsdelivr.net/npm/@solifyn/buy-button@0.1.0',
  endpoint: 'https://pay.example.com/session',
  /** The product's checkout link. */
  link: 'https://solifyn.com/checkout/prod_z2o92kEl6cYYX',
};

/** A fenced block of a page. */
export interface Block {
  /** The page's path from the repository's root, e.g. `docs/platforms/wix.md`. */
  page: string;
  /** The line of its first fence, counted from 1. */
  line: number;
  /** The first word behind the fence, or empty. */
  language: string;
  /** The title of ```` ```html title="…" ````, or empty. */
  title: string;
  code: string;
}

const inFolder = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md') && !path.includes('/.') && !path.includes('node_modules'))
    .sort();

/** README.md and the pages of the documentation. */
export const pages: readonly string[] = ['README.md', ...inFolder('docs')];

/** Every page with commands and code for sellers and contributors. */
export const allPages: readonly string[] = [
  ...pages,
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'templates/README.md',
  'wordpress/README.md',
  ...readdirSync(new URL('templates', root))
    .map((name) => `templates/${name}/README.md`)
    .filter((page) => existsSync(new URL(page, root))),
];

/** The text of a page. */
export const read = (page: string): string => readFileSync(new URL(page, root), 'utf8');

const FENCE = /^( *)(`{3,})([^`]*)$/;

/** The page's fenced blocks in order, also those in a list, and its text with empty lines in their place. */
function split(page: string): { blocks: Block[]; prose: string[] } {
  const blocks: Block[] = [];
  let open: { indent: number; fence: string; block: Block; lines: string[] } | undefined;
  const prose = read(page)
    .split('\n')
    .map((text, index) => {
      const [, indent = '', fence = '', info = ''] = FENCE.exec(text) ?? [];
      if (open && fence.startsWith(open.fence) && !info.trim()) {
        const { block, indent: width, lines } = open;
        block.code = lines.map((line) => line.replace(/^ */, (blanks) => blanks.slice(width))).join('\n');
        blocks.push(block);
        open = undefined;
      } else if (open) open.lines.push(text);
      else if (fence) {
        const [, language = '', title = ''] = /^\s*([\w-]*)(?:\s+title="([^"]*)")?/.exec(info) ?? [];
        const block = { page, line: index + 1, language, title, code: '' };
        open = { indent: indent.length, fence, block, lines: [] };
      } else return text;
      return '';
    });
  if (open) throw new Error(`${page}:${open.block.line}: the block is not closed`);
  return { blocks, prose };
}

export const blocksOf = (page: string): Block[] => split(page).blocks;

/** The page without its blocks. Every line keeps its number. */
export const proseOf = (page: string): string => split(page).prose.join('\n');

/** The path of the page in docs/ with this file name, e.g. `docs/platforms/wix.md` for `wix`. */
export function pageNamed(name: string): string {
  const page = pages.find((path) => path.startsWith('docs/') && path.endsWith(`/${name}.md`));
  if (!page) throw new Error(`docs/ has no page ${name}.md`);
  return page;
}

/** The page's block with that title. */
export function snippetOf(name: string, title = 'snippet'): string {
  const page = pageNamed(name);
  const found = blocksOf(page).find((block) => block.title === title);
  if (!found) throw new Error(`${page} has no block with title="${title}"`);
  return found.code;
}
