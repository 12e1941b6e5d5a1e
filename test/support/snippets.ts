import { allPages, blocksOf } from './guides.ts';
import type { Block } from './guides.ts';

/** The name of a block in the tables below: its page, language and title. */
export const nameOf = ({ page, language, title }: Block): string =>
  [page, language, title].filter(Boolean).join(' ');

/** The place of a block, for messages. */
export const placeOf = (block: Block): string => `${nameOf(block)} (line ${block.line})`;

interface Row {
  /** Matches the names of the blocks. */
  names: RegExp;
  /** The test that runs them. */
  by: string;
}

/**
 * Which test runs which block of README.md, docs/, templates/ and CONTRIBUTING.md: the first row that matches. A test with `takes` in
 * its row gets its blocks from {@link blocksFor}. The others read them by their titles.
 */
export const RUNNERS: readonly (Row & { takes?: true })[] = [
  { names: /^docs\/[\w-]+\/editors\.md json settings$/, by: 'test/node/build/editors.test.ts' },
  {
    names: /^docs\/[\w-]+\/security\.md (text policy |js default policy$)/,
    by: 'test/e2e/attacks/policy.test.ts',
  },
  { names: /^docs\/[\w-]+\/gateways\.md html own gateway$/, by: 'test/e2e/embedded/own-gateway.test.ts' },
  {
    names:
      /^docs\/[\w-]+\/(html|webflow|wordpress|squarespace|framer|carrd|ghost|wix|configuration|forms|links-and-buttons|attribution|theming)\.md html (snippet|head|author|frame|stylesheet)$/,
    by: 'test/e2e/guides/sell.test.ts',
  },
  {
    names: /^docs\/[\w-]+\/(react\.md jsx|vue\.md vue|notion\.md text) snippet$/,
    by: 'test/e2e/guides/sell.test.ts',
  },
  { names: /^docs\/[\w-]+\/frameworks\.md /, by: 'test/integration/frameworks/docs.test.ts', takes: true },
  {
    names: /^docs\/[\w-]+\/theming\.md (css|html) look /,
    by: 'test/e2e/guides/gallery.test.ts',
    takes: true,
  },
  {
    names: /^docs\/[\w-]+\/bot-checks\.md html turnstile$/,
    by: 'test/e2e/guides/bot-check.test.ts',
    takes: true,
  },
  { names: /^docs\/[\w-]+\/events\.md html /, by: 'test/e2e/guides/analytics.test.ts', takes: true },
  { names: /^docs\/platforms\/wix\.md text /, by: 'test/e2e/guides/site-builders.test.ts' },
  { names: / css\b/, by: 'test/e2e/guides/styles.test.ts', takes: true },
  { names: / html\b/, by: 'test/e2e/guides/snippets.test.ts', takes: true },
  { names: / text (policy|addresses|address)$/, by: 'test/e2e/guides/snippets.test.ts', takes: true },
  {
    names:
      /^docs\/[\w-]+\/((endpoint|bot-checks|vue)\.md js|(react|vue)\.md js stylesheet|developers\.md js handler|editors\.md ts types)$/,
    by: 'test/integration/docs/code.test.ts',
    takes: true,
  },
  { names: /^docs\/[\w-]+\/webhooks\.md js /, by: 'test/node/webhooks/guide.test.ts' },
  { names: / (js|ts)\b/, by: 'test/e2e/guides/snippets.test.ts', takes: true },
  { names: / sh\b/, by: 'test/integration/docs/shell.test.ts', takes: true },
  {
    names: / (json|php|powershell|text (log|shortcode|Caddyfile))\b/,
    by: 'test/integration/docs/data.test.ts',
    takes: true,
  },
];

/** Blocks that no test can run, and why. */
export const EXCEPTIONS: readonly { names: RegExp; reason: string }[] = [
  { names: / text drawing$/, reason: 'a drawing' },
  {
    names: /^docs\/[\w-]+\/migration\.md html before /,
    reason: 'another provider’s snippet, shown as what goes out: it would call their servers',
  },
];

/** All blocks that a reader can type. */
export const allBlocks: readonly Block[] = allPages.flatMap(blocksOf);

export const isException = (block: Block): boolean =>
  EXCEPTIONS.some(({ names }) => names.test(nameOf(block)));

/** The test that runs the block, or `undefined`. */
export function runnerOf(block: Block): (typeof RUNNERS)[number] | undefined {
  return isException(block) ? undefined : RUNNERS.find(({ names }) => names.test(nameOf(block)));
}

/** The blocks that this test runs. */
export function blocksFor(test: string): Block[] {
  const own = allBlocks.filter((block) => runnerOf(block)?.by === test);
  if (!own.length) throw new Error(`test/support/snippets.ts gives no block to ${test}`);
  return own;
}
