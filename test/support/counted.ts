/** The table in docs/README.md of what each way takes, and the numbered steps of the guides. */
import { posix } from 'node:path';
import type { Counts } from './person.ts';
import { proseOf, read } from './guides.ts';

export interface CountedRow {
  /** The guide, such as `docs/platforms/wix.md`. */
  page: string;
  /** The anchor of the section with the steps. Empty for the part before the second heading. */
  anchor: string;
  /** Numbered steps, or 0 for a guide without numbers. */
  steps: number;
  counts: Counts & { minutes: number };
}

const ROW = /^\| \[[^\]]+\]\(([^)#]+)(?:#([^)]+))?\) \|((?: (?:\d+|–) \|){8})$/gm;

/** The rows by the name of the guide, and `cloudflare` for the session endpoint. */
export function countedRows(): Record<string, CountedRow> {
  const rows = [...read('docs/README.md').matchAll(ROW)].map(([, path = '', anchor = '', cells = '']) => {
    const [
      steps = 0,
      accounts = 0,
      installs = 0,
      commands = 0,
      files = 0,
      values = 0,
      decisions = 0,
      minutes = 0,
    ] = cells.split('|').map((cell) => Number(cell.replace('–', '0')));
    const page = posix.join('docs', path);
    const name = path.startsWith('start/') ? 'cloudflare' : posix.basename(path, '.md');
    const counts = { accounts, installs, commands, files, values, decisions, minutes };
    return [name, { page, anchor, steps, counts }] as const;
  });
  if (!rows.length) throw new Error('docs/README.md has no table of what each way takes');
  return Object.fromEntries(rows);
}

const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

/** How many numbered steps the section of a guide has. */
export function stepsOf({ page, anchor }: CountedRow): number {
  const sections = proseOf(page).split(/^##? /m);
  const section = anchor
    ? sections.find((text) => slugOf(text.split('\n')[0] ?? '') === anchor)
    : sections[1];
  if (section === undefined) throw new Error(`${page} has no section #${anchor}`);
  return section.match(/^\d+\. /gm)?.length ?? 0;
}
