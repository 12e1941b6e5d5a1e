import { listProblems, type Problem, type Report } from '../report.ts';
import { LEVEL_NAMES } from '../report-text.ts';
import { createElement } from './create-element.ts';

/** The summary: every problem of the whole page, the worst first, each with a jump to its button. */
export class ProblemList {
  readonly element = createElement('ol', { class: 'problems' });
  readonly #onJump: (button: HTMLElement) => void;
  #nodes: HTMLElement[] = [];
  #key = '[]';

  constructor(options: { onJump(button: HTMLElement): void }) {
    this.#onJump = options.onJump;
  }

  show(report: Report): void {
    this.#nodes = report.buttons.map(({ node }) => node);
    const problems = listProblems(report);
    const key = JSON.stringify(problems);
    if (key === this.#key) return;
    this.#key = key;
    this.element.replaceChildren(...problems.map((problem) => this.#createItem(problem)));
  }

  #createItem({ finding, buttons }: Problem): HTMLElement {
    const { level, text, fix } = finding;
    const item = createElement(
      'li',
      { class: level },
      createElement('b', {}, `${LEVEL_NAMES[level]}: `),
      text,
    );
    if (!buttons.length && fix) item.append(createElement('p', { class: 'fix' }, 'See “This page” below.'));
    if (buttons.length) item.append(createElement('p', {}, ...this.#createJump(buttons)));
    return item;
  }

  #createJump([first = 0, ...more]: number[]): (Node | string)[] {
    const jump = createElement('button', { type: 'button', class: 'jump' }, `Go to button ${first + 1}`);
    jump.addEventListener('click', () => {
      const node = this.#nodes[first];
      if (node) this.#onJump(node);
    });
    return more.length ? [jump, ` The same on ${more.length} more.`] : [jump];
  }
}
