import { PANEL_ATTRIBUTE } from '../page-elements.ts';
import { summarize, type ButtonReport, type Report } from '../report.ts';
import { toText } from '../report-text.ts';
import { ButtonCard } from './button-card.ts';
import { copyText } from './copy-text.ts';
import { createElement, setText } from './create-element.ts';
import { FindingList } from './finding-list.ts';
import { Highlight } from './highlight.ts';
import { panelStyles } from './panel.styles.ts';
import { ProblemList } from './problem-list.ts';

export interface PanelOptions {
  /** Tests these buttons. Called within the click. Resolves when all are done. */
  onTest(nodes: readonly HTMLElement[]): Promise<void>;
}

/** The panel at the edge of the page, in a shadow root of its own. */
export class Panel {
  readonly #options: PanelOptions;
  readonly #summary = createElement('p', { class: 'summary', role: 'status' });
  readonly #message = createElement('p', { role: 'status' });
  readonly #problems = new ProblemList({ onJump: (node) => this.#jumpTo(node) });
  readonly #testAll = createElement('button', { type: 'button', class: 'main', hidden: '' }, 'Test all');
  readonly #page = new FindingList();
  readonly #policy = createElement('pre');
  readonly #policyDetails = createElement(
    'details',
    {},
    createElement('summary', {}, 'Lines for a Content-Security-Policy'),
    createElement('p', {}, 'Only for a site that sets such a policy. Add what is missing in yours:'),
    this.#policy,
  );
  readonly #buttons = createElement('div');
  readonly #cards = new Map<HTMLElement, ButtonCard>();
  readonly #highlight: Highlight;
  #report: Report | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    const host = createElement('div', { [PANEL_ATTRIBUTE]: '', lang: 'en', dir: 'ltr' });
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(panelStyles);
    root.adoptedStyleSheets = [sheet];
    const panel = this.#createPanel();
    this.#highlight = new Highlight(panel);
    root.append(panel, this.#highlight.element);
    document.body.append(host);
  }

  /** Shows the report. What did not change stays as it is, with its focus and selection. */
  show(report: Report): void {
    this.#report = report;
    setText(this.#summary, summarize(report));
    this.#problems.show(report);
    this.#page.show(report.page);
    setText(this.#policy, report.policy);
    this.#testAll.hidden = report.buttons.length < 2;
    this.#showButtons(report.buttons);
  }

  #showButtons(buttons: readonly ButtonReport[]): void {
    const isAlone = buttons.length < 2;
    if (!this.#cards.size) this.#policyDetails.open = isAlone;
    for (const [node, card] of this.#cards)
      if (!buttons.some((button) => button.node === node)) {
        card.element.remove();
        this.#cards.delete(node);
      }
    for (const [index, button] of buttons.entries()) {
      const card = this.#cards.get(button.node) ?? this.#addCard(button.node, isAlone);
      card.show(button, index);
      const { children } = this.#buttons;
      if (children[index] !== card.element) this.#buttons.insertBefore(card.element, children[index] ?? null);
    }
  }

  #createPanel(): HTMLElement {
    const body = createElement(
      'div',
      { class: 'body', id: 'body' },
      this.#problems.element,
      createElement('section', { class: 'page' }, createElement('h3', {}, 'This page'), this.#page.element),
      this.#buttons,
      createElement('section', {}, this.#policyDetails),
    );
    const header = createElement(
      'header',
      {},
      createElement('div', {}, createElement('h2', { id: 'title' }, 'Solifyn self-diagnosis'), this.#summary),
      this.#createActions(body),
      this.#message,
    );
    return createElement('aside', { class: 'panel', 'aria-labelledby': 'title' }, header, body);
  }

  #createActions(body: HTMLElement): HTMLElement {
    this.#testAll.addEventListener('click', () => void this.#runAll());
    const copy = createElement('button', { type: 'button' }, 'Copy report');
    const toggle = createElement(
      'button',
      { type: 'button', 'aria-expanded': 'true', 'aria-controls': 'body' },
      'Hide',
    );
    toggle.addEventListener('click', () => {
      body.hidden = !body.hidden;
      toggle.setAttribute('aria-expanded', String(!body.hidden));
      toggle.textContent = body.hidden ? 'Show all' : 'Hide';
    });
    const actions = createElement('div', { class: 'actions' }, this.#testAll, copy, toggle);
    copy.addEventListener('click', () => void this.#copy(copy, actions));
    return actions;
  }

  async #runAll(): Promise<void> {
    if (this.#testAll.ariaDisabled === 'true') return;
    this.#testAll.ariaDisabled = 'true';
    this.#message.textContent = 'Testing all buttons…';
    await this.#options.onTest([...this.#cards.keys()]);
    this.#testAll.ariaDisabled = 'false';
    this.#message.textContent = 'All buttons are tested.';
  }

  async #copy(button: HTMLButtonElement, actions: HTMLElement): Promise<void> {
    if (!this.#report) return;
    const isCopied = await copyText(toText(this.#report), actions);
    this.#message.textContent = isCopied
      ? 'The report is copied.'
      : 'The browser does not allow copying. Take a screenshot instead.';
    button.focus();
  }

  #addCard(node: HTMLElement, isOpen: boolean): ButtonCard {
    const card = new ButtonCard({
      isOpen,
      onTest: () => this.#options.onTest([node]),
      onPoint: () => this.#highlight.show(node),
      onPointEnd: () => this.#highlight.hide(),
    });
    this.#cards.set(node, card);
    return card;
  }

  #jumpTo(node: HTMLElement): void {
    this.#cards.get(node)?.focus();
    this.#highlight.show(node);
  }
}
