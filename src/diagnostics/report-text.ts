import { version } from '../version.ts';
import { compareFindings, type Finding, type Level } from './finding.ts';
import { listProblems, summarize, type ButtonReport, type Report } from './report.ts';
import { redactKeys } from './secret-key.ts';

/** What each level is called. */
export const LEVEL_NAMES: Record<Level, string> = {
  error: 'Problem',
  warning: 'Check this',
  info: 'Note',
  ok: 'OK',
};

/** `Button 2: “Buy now”`, or the tag of a button without a text. */
export function titleOf({ label, tag }: Pick<ButtonReport, 'label' | 'tag'>, index: number): string {
  return `Button ${index + 1}: ${label ? `“${label}”` : tag}`;
}

/** The report as plain text, for somebody who helps. */
export function toText(report: Report): string {
  return [
    `Solifyn buy button ${version}, self-diagnosis: ${summarize(report)}`,
    `Page: ${redactKeys(location.href)}`,
    `Browser: ${navigator.userAgent}`,
    ...section('Summary', listSummary(report)),
    ...section('This page', listFindings(report.page)),
    ...report.buttons.flatMap(listButton),
    ...section('Lines for a Content-Security-Policy', report.policy.split('\n')),
    '',
  ].join('\n');
}

function section(title: string, lines: string[]): string[] {
  return lines.length ? ['', title, ...lines] : [];
}

function listSummary(report: Report): string[] {
  return listProblems(report).map(({ finding, buttons }) => {
    const where = buttons.length ? ` (button ${buttons.map((index) => index + 1).join(', ')})` : '';
    return `[${LEVEL_NAMES[finding.level]}] ${finding.text}${where}`;
  });
}

function listButton(button: ButtonReport, index: number): string[] {
  const settings = button.settings.map(
    ({ name, value, source }) => `${name}: ${value || '(not set)'} (${source})`,
  );
  return [
    ...section(`${titleOf(button, index)} ${button.tag}`, [
      ...listFindings(button.findings),
      button.isTested ? 'Tested.' : 'Not tested.',
    ]),
    ...section('Settings', settings),
    ...section('A click sends', button.body ? [button.body] : []),
  ];
}

function listFindings(findings: readonly Finding[]): string[] {
  return [...findings]
    .sort(compareFindings)
    .flatMap(({ level, text, fix, code }) => [
      `[${LEVEL_NAMES[level]}] ${text}`,
      ...(fix ? [`  -> ${fix}`] : []),
      ...(code ? code.split('\n').map((line) => `     ${line}`) : []),
    ]);
}
