import { version } from '../version.ts';
import { plural, type Finding, type Level } from './finding.ts';
import type { Setting } from './settings.ts';

/** What is known of one button. */
export interface ButtonReport {
  node: HTMLElement;
  tag: string;
  label: string;
  findings: Finding[];
  settings: Setting[];
  /** What a click would send, as indented JSON; absent where it would send nothing. */
  body?: string;
  /** What the last “Test” found; absent before. */
  tested?: Finding[];
}

/** All that the panel shows. */
export interface Report {
  page: Finding[];
  buttons: ButtonReport[];
  /** What was refused by the page's Content-Security-Policy. */
  refused: Finding[];
  /** The lines that a strict policy needs. */
  policy: string;
}

/** How each level is called in text. */
export const LEVELS: Record<Level, string> = { good: 'OK', bad: 'Problem', doubt: 'Look at', note: 'Note' };

/** Every finding of the report. */
function findingsOf({ page, buttons, refused }: Report): Finding[] {
  return [
    ...page,
    ...refused,
    ...buttons.flatMap((button) => [...button.findings, ...(button.tested ?? [])]),
  ];
}

/** The report in a few words. */
export function summarize(report: Report): string {
  const all = findingsOf(report);
  const count = (level: Level) => all.filter((finding) => finding.level === level).length;
  const [problems, doubts] = [count('bad'), count('doubt')];
  if (problems) return plural(problems, 'problem') + (doubts ? `, ${doubts} to look at` : '');
  if (doubts) return `${doubts} to look at`;
  return report.buttons.some(({ tested }) => !tested)
    ? 'No problem found. Press “Test” to be sure.'
    : 'All good.';
}

/** “Buy now”, or what there is in its place. */
export function titleOf({ label, tag }: ButtonReport, index: number): string {
  return `Button ${index + 1}: ${label ? `“${label}”` : tag}`;
}

/** The report as plain text, to be sent to somebody who helps. */
export function toText(report: Report): string {
  const list = (findings: Finding[]) =>
    findings.flatMap(({ level, text, fix, code }) => [
      `[${LEVELS[level]}] ${text}`,
      ...(fix ? [`  -> ${fix}`] : []),
      ...(code ? code.split('\n').map((line) => `     ${line}`) : []),
    ]);
  const section = (title: string, lines: string[]) => (lines.length ? ['', title, ...lines] : []);
  return [
    `Solifyn buy button ${version}, self-diagnosis: ${summarize(report)}`,
    `Page: ${location.href}`,
    `Browser: ${navigator.userAgent}`,
    ...section('This page', list([...report.page, ...report.refused])),
    ...report.buttons.flatMap((button, index) => [
      ...section(`${titleOf(button, index)} ${button.tag}`, list(button.findings)),
      ...section('Test', button.tested ? list(button.tested) : ['(not pressed)']),
      ...section(
        'Settings',
        button.settings.map(({ name, value, source }) => `${name}: ${value || '(none)'} (${source})`),
      ),
      ...section('A click sends', button.body ? [button.body] : []),
    ]),
    ...section('Lines for a Content-Security-Policy', report.policy.split('\n')),
    '',
  ].join('\n');
}
