import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** Where a seller's copy of a guide's snippet differs from the guide; the checkout link stays. */
export const PLACEHOLDERS = {
  /** Folder of the scripts. */
  cdn: 'https://cdn.jsdelivr.net/npm/@solifyn/buy-button@0.1.0',
  endpoint: 'https://pay.example.com/session',
  /** The product's checkout link. */
  link: 'https://solifyn.com/checkout/prod_z2o92kEl6cYYX',
};

/** A fenced block of a page. */
export interface Block {
  /** The page's path from the repository's root, e.g. `docs/wix.md`. */
  page: string;
  language: string;
  /** What ```` ```html title="…" ```` says; empty without. */
  title: string;
  code: string;
}

/** README.md and the guides. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The page as it stands in the repository. */
export const read = (page: string): string => readFileSync(new URL(page, root), 'utf8');

/** The page's fenced blocks in order, also those in a list. */
export function blocksOf(page: string): Block[] {
  const fences = read(page).matchAll(/^( *)```(\w+)(?: title="([^"]*)")?\n([\s\S]*?)\n\1```$/gm);
  return [...fences].map(([, indent = '', language = '', title = '', code = '']) => ({
    page,
    language,
    title,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** The guide's block of that title. */
export function snippetOf(platform: string, title = 'snippet'): string {
  const found = blocksOf(`docs/${platform}.md`).find((block) => block.title === title);
  if (!found) throw new Error(`docs/${platform}.md has no block with title="${title}"`);
  return found.code;
}
