import { compareFindings, isProblem, plural, type Finding, type Level } from './finding.ts';
import { redactKeys } from './secret-key.ts';
import type { Setting } from './settings.ts';

/** The report about one button. */
export interface ButtonReport {
  node: HTMLElement;
  tag: string;
  label: string;
  findings: Finding[];
  settings: Setting[];
  /** What a click would send, as indented JSON; absent if it would send nothing. */
  body?: string;
  isTested: boolean;
}

/** Everything that the panel shows. */
export interface Report {
  /** Findings about the page as a whole. */
  page: Finding[];
  buttons: ButtonReport[];
  /** The lines that a strict Content-Security-Policy needs. */
  policy: string;
}

/** One problem of the summary, with every button that has it. */
export interface Problem {
  finding: Finding;
  /** Indexes of the report's buttons; empty for a problem of the page. */
  buttons: number[];
}

/** Every problem of the page and its buttons, the worst first. A problem of several buttons is listed once. */
export function listProblems({ page, buttons }: Report): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (finding: Finding, button?: number) => {
    if (!isProblem(finding)) return;
    const key = `${finding.level} ${finding.text}`;
    const known = problems.get(key) ?? { finding, buttons: [] };
    if (button !== undefined) known.buttons.push(button);
    problems.set(key, known);
  };
  for (const finding of page) add(finding);
  for (const [index, { findings }] of buttons.entries()) for (const finding of findings) add(finding, index);
  return [...problems.values()].sort((a, b) => compareFindings(a.finding, b.finding));
}

/** The report in a few words. */
export function summarize(report: Report): string {
  const problems = listProblems(report);
  const count = (level: Level) => problems.filter(({ finding }) => finding.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors) return plural(errors, 'problem') + (warnings ? `, ${warnings} to check` : '');
  if (warnings) return `${warnings} to check`;
  return report.buttons.some(({ isTested }) => !isTested)
    ? 'No problem found so far. Press “Test” to be sure.'
    : 'All good.';
}

/** The report without secret keys, in every text of it. */
export function redactReport({ page, buttons, policy }: Report): Report {
  return {
    page: page.map(redactFinding),
    buttons: buttons.map(({ node, body, ...button }) => ({
      ...button,
      node,
      ...(body !== undefined && { body: redactKeys(body) }),
      label: redactKeys(button.label),
      findings: button.findings.map(redactFinding),
      settings: button.settings.map((setting) => ({ ...setting, value: redactKeys(setting.value) })),
    })),
    policy: redactKeys(policy),
  };
}

function redactFinding(finding: Finding): Finding {
  const { text, fix, code } = finding;
  return {
    ...finding,
    text: redactKeys(text),
    ...(fix && { fix: redactKeys(fix) }),
    ...(code && { code: redactKeys(code) }),
  };
}
