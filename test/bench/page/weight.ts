/** The bytes and requests before a click. */
import { brotli, gzip } from '../../../scripts/build/weight.mjs';
import type { Bench } from './browser.ts';
import { subjects } from './subjects.ts';
import { atMost } from './table.ts';
import type { Column, Measure } from './table.ts';

/** Bytes brotli of each standalone script. */
const GOAL = 20_000;

export async function weight(bench: Bench): Promise<Measure[]> {
  const requests: Partial<Record<Column, number>> = {};
  for (const { column, tag, markup } of subjects)
    requests[column] = await bench.inNewPage(tag + markup, async ({ page, requests }) => {
      // A script requests its files at once or within the next frames.
      await page.waitForLoadState('networkidle');
      return requests.length;
    });

  const of = (weigh: (text: string) => number) =>
    Object.fromEntries(
      subjects.map(({ column, files }) => [
        column,
        Object.values(files).reduce((sum, text) => sum + weigh(text), 0),
      ]),
    ) as Record<Column, number>;
  const packed = of(brotli);
  return [
    { id: 'raw', what: 'script, raw', unit: 'bytes', byColumn: of(Buffer.byteLength) },
    { id: 'gzip', what: 'script, gzip -9', unit: 'bytes', byColumn: of(gzip) },
    {
      id: 'brotli',
      what: 'script, brotli 11',
      unit: 'bytes',
      byColumn: packed,
      goals: [
        atMost(
          Math.max(packed.ours, packed.module),
          GOAL,
          'bytes',
          `at most ${GOAL.toLocaleString('en-US')} each`,
        ),
      ],
    },
    {
      id: 'requests',
      what: 'requests before any click',
      unit: 'count',
      byColumn: requests,
      goals: [atMost(requests.ours, 1, 'count', 'the script alone')],
      remark:
        'Requests: Whop loads its second script and its checkout at once, Freemius an image, Shopify at least the product (its API is not there).',
    },
  ];
}
