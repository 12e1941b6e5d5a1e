/** The main measures as a bar chart in SVG, readable in light and dark. */
import { COLUMNS, formatWithUnit } from './table.ts';
import type { Column, Measure } from './table.ts';

interface Panel {
  id: string;
  title: string;
}

/** The bars from top to bottom. */
const PANELS: readonly Panel[] = [
  { id: 'brotli', title: 'The script’s weight, compressed' },
  { id: 'evaluate-4x', title: 'Compiling and evaluating it, on a processor four times slower' },
  { id: 'buttons-1000', title: 'Until 1,000 buttons are usable' },
  { id: 'iframe', title: 'From the session to the gateway’s iframe' },
  { id: 'network-hover', title: 'From the click to the checkout, 1 s after a hover, endpoint 50 ms away' },
];

/** Labels for readers who don't know the table. */
const NAMES = { ...COLUMNS, ours: 'Solifyn', floor: 'by hand' };

const WIDTH = 720;
const PAD = 24;
const LABEL = 110;
const VALUE = 100;
const BAR = 14;
const ROW = 22;
const HEAD = 34;

const STYLE = `
  .paper { fill: #ffffff; }
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .small { font-size: 12px; fill: #59636e; }
  .bar { fill: #8c959f; }
  .ours { fill: #1a7f37; }
  text.ours { fill: #1f2328; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; }
    text, text.ours { fill: #f0f6fc; }
    .small { fill: #9198a1; }
    .bar { fill: #656c76; }
    .ours { fill: #3fb950; }
  }`;

/**
 * @param about - place and date of the measurement
 * @returns SVG whose title and description contain the figures as text
 */
export function chart(
  measures: readonly Measure[],
  about: { date: string; cpu: string; load: number; browser: string },
): string {
  const panels = PANELS.flatMap(({ id, title }) => {
    const measure = measures.find((each) => each.id === id);
    return measure ? [{ title, measure }] : [];
  });
  const parts: string[] = [];
  const sentences: string[] = [];
  let y = PAD;
  for (const { title, measure } of panels) {
    const bars = barsOf(measure);
    parts.push(text(PAD, y + 14, title, 'title'));
    y += HEAD;
    for (const bar of bars) {
      parts.push(...drawn(bar, y, Math.max(...bars.map(({ value }) => value))));
      y += ROW;
    }
    y += PAD - 8;
    sentences.push(`${title}: ${bars.map(({ name, label }) => `${name} ${label}`).join(', ')}.`);
  }
  const foot = [
    `Less is better. By hand: an element without a library. ${about.browser}, ${about.date}`,
    about.load > 1 ? `, on a busy machine (load ${about.load}): its times are too long.` : '.',
  ].join('');
  parts.push(text(PAD, y + 8, foot, 'small'));
  const height = y + PAD;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<title id="title">The Solifyn buy button beside its peers</title>
<desc id="description">${escape([...sentences, foot].join(' '))}</desc>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

interface Bar {
  name: string;
  value: number;
  label: string;
  isOurs: boolean;
}

/** The columns with a value. The two formats of ours count as one. */
function barsOf({ byColumn, unit }: Measure): Bar[] {
  return (Object.keys(COLUMNS) as Column[]).flatMap((column) => {
    const value = byColumn[column];
    if (value === undefined || column === 'module') return [];
    return [{ name: NAMES[column], value, label: formatWithUnit(value, unit), isOurs: column === 'ours' }];
  });
}

function drawn({ name, value, label, isOurs }: Bar, y: number, most: number): string[] {
  const room = WIDTH - 2 * PAD - LABEL - VALUE;
  const width = Math.max(2, (value / most) * room);
  const baseline = y + BAR - 3;
  const kind = isOurs ? 'ours' : '';
  return [
    text(PAD, baseline, name, kind),
    `<rect class="${kind || 'bar'}" x="${PAD + LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
    text(PAD + LABEL + width + 8, baseline, label, kind),
  ];
}

function text(x: number, y: number, content: string, kind = ''): string {
  return `<text${kind && ` class="${kind}"`} x="${x.toFixed(1)}" y="${y}">${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
