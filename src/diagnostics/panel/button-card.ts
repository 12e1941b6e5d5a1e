import type { ButtonReport } from '../report.ts';
import { titleOf } from '../report-text.ts';
import type { Setting } from '../settings.ts';
import { createElement, setText } from './create-element.ts';
import { FindingList } from './finding-list.ts';

export interface ButtonCardOptions {
  /** Whether the details are open from the start. */
  isOpen: boolean;
  /** Called within the click. Resolves when the test is done. */
  onTest(): Promise<void>;
  onPoint(): void;
  onPointEnd(): void;
}

/** One button's part of the panel. */
export class ButtonCard {
  readonly element: HTMLElement;
  readonly #title = createElement('h3', { tabindex: '-1' });
  readonly #tag = createElement('code');
  readonly #findings = new FindingList();
  readonly #rows = createElement('tbody');
  readonly #body = createElement('pre');
  readonly #status = createElement('p', { role: 'status' });
  readonly #test = createElement('button', { type: 'button', class: 'main' }, 'Test');
  #settingsKey = '';

  constructor({ isOpen, onTest, onPoint, onPointEnd }: ButtonCardOptions) {
    const point = createElement('button', { type: 'button' }, 'Where is it?');
    point.addEventListener('click', onPoint);
    point.addEventListener('blur', onPointEnd);
    this.#title.addEventListener('blur', onPointEnd);
    this.#test.addEventListener('click', () => void this.run(onTest));
    this.element = createElement(
      'section',
      {},
      this.#title,
      createElement('p', { class: 'tag' }, this.#tag),
      this.#findings.element,
      createElement('div', { class: 'actions' }, this.#test, point),
      createElement(
        'p',
        { class: 'hint' },
        '“Test” creates a real checkout with your endpoint. Nothing is bought.',
      ),
      this.#status,
      ...this.#createDetails(isOpen ? { open: '' } : {}),
    );
  }

  #createDetails(attributes: Record<string, string>): HTMLElement[] {
    const headings = ['Setting', 'Value', 'From'].map((text) => createElement('th', { scope: 'col' }, text));
    const head = createElement('thead', {}, createElement('tr', {}, ...headings));
    return [
      createElement(
        'details',
        attributes,
        createElement('summary', {}, 'Settings, and where each comes from'),
        createElement('table', {}, head, this.#rows),
      ),
      createElement('details', attributes, createElement('summary', {}, 'What a click sends'), this.#body),
    ];
  }

  show(report: ButtonReport, index: number): void {
    setText(this.#title, titleOf(report, index));
    setText(this.#tag, report.tag);
    this.#test.setAttribute('aria-label', index ? `Test button ${index + 1}` : 'Test');
    this.#findings.show(report.findings);
    setText(this.#body, report.body ?? 'Nothing, as long as the problem above is there.');
    this.#showSettings(report.settings);
  }

  /** Shows that a test is under way. A second one does not start meanwhile. */
  async run(test: () => Promise<void>): Promise<void> {
    if (this.#test.ariaDisabled === 'true') return;
    this.#test.ariaDisabled = 'true';
    this.#status.textContent = 'Testing…';
    await test();
    this.#test.ariaDisabled = 'false';
    this.#status.textContent = 'Tested.';
  }

  /** Scrolls the panel to this button's part. */
  focus(): void {
    this.#title.focus();
    this.element.scrollIntoView({ block: 'start' });
  }

  #showSettings(settings: readonly Setting[]): void {
    const key = JSON.stringify(settings);
    if (key === this.#settingsKey) return;
    this.#settingsKey = key;
    this.#rows.replaceChildren(
      ...settings.map(({ name, value, source }) =>
        createElement(
          'tr',
          {},
          createElement('th', { scope: 'row' }, name),
          createElement('td', {}, value || '–'),
          createElement('td', {}, source),
        ),
      ),
    );
  }
}
