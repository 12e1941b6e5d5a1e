import { copy, make } from './create-element.ts';
import type { Finding, Level } from './finding.ts';
import { panelStyles } from './panel.styles.ts';
import { LEVELS, summarize, titleOf, toText, type ButtonReport, type Report } from './report.ts';

/** What the seller can ask for. */
export interface PanelOptions {
  /** Tries this button for real; called within the click. Resolves when done. */
  onTest(node: HTMLElement): Promise<void>;
}

/** The panel at the edge of the page, in a shadow root of its own. */
export class Panel {
  readonly #summary = make('p', { class: 'summary', role: 'status' });
  readonly #told = make('p', { role: 'status' });
  readonly #page = new Findings();
  readonly #refused = new Findings();
  readonly #lines = make('pre');
  readonly #policy = make(
    'details',
    {},
    make('summary', {}, 'Lines for a Content-Security-Policy'),
    make('p', {}, 'Only for a site that sets such a policy. Add what is missing in yours:'),
    this.#lines,
  );
  readonly #buttons = make('div');
  readonly #cards = new Map<HTMLElement, Card>();
  readonly #frame = make('div', { class: 'frame', hidden: '' });
  readonly #options: PanelOptions;
  readonly #panel: HTMLElement;
  #report: Report | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    const host = make('div', { 'data-solifyn-diagnosis': '', lang: 'en', dir: 'ltr' });
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(panelStyles);
    root.adoptedStyleSheets = [sheet];
    this.#panel = this.#build();
    root.append(this.#panel, this.#frame);
    document.body.append(host);
  }

  /** Shows the report; what has not changed stays as it is, focus and selection included. */
  show(report: Report): void {
    this.#report = report;
    setText(this.#summary, summarize(report));
    this.#page.show(report.page);
    this.#refused.show(report.refused);
    setText(this.#lines, report.policy);
    const isAlone = report.buttons.length < 2;
    if (!this.#cards.size) this.#policy.open = isAlone;
    for (const [node, card] of this.#cards)
      if (!report.buttons.some((button) => button.node === node)) {
        card.element.remove();
        this.#cards.delete(node);
      }
    report.buttons.forEach((button, index) => {
      const card = this.#cards.get(button.node) ?? this.#addCard(button.node, isAlone);
      card.show(button, index);
      const { children } = this.#buttons;
      if (children[index] !== card.element) this.#buttons.insertBefore(card.element, children[index] ?? null);
    });
  }

  #build(): HTMLElement {
    const body = make(
      'div',
      { class: 'body', id: 'body' },
      make(
        'section',
        { class: 'page' },
        make('h3', {}, 'This page'),
        this.#page.element,
        this.#refused.element,
      ),
      this.#buttons,
      make('section', {}, this.#policy),
    );
    const toggle = make(
      'button',
      { type: 'button', 'aria-expanded': 'true', 'aria-controls': 'body' },
      'Hide',
    );
    toggle.addEventListener('click', () => {
      body.hidden = !body.hidden;
      toggle.setAttribute('aria-expanded', String(!body.hidden));
      toggle.textContent = body.hidden ? 'Show all' : 'Hide';
    });
    const copyButton = make('button', { type: 'button' }, 'Copy report');
    copyButton.addEventListener('click', () => void this.#copy(copyButton));
    return make(
      'aside',
      { class: 'panel', 'aria-labelledby': 'title' },
      make(
        'header',
        {},
        make('div', {}, make('h2', { id: 'title' }, 'Solifyn self-diagnosis'), this.#summary),
        make('div', { class: 'actions' }, copyButton, toggle),
        this.#told,
      ),
      body,
    );
  }

  async #copy(button: HTMLButtonElement): Promise<void> {
    if (!this.#report) return;
    const copied = await copy(toText(this.#report), button.parentElement!);
    this.#told.textContent = copied ? 'The report is copied.' : 'The browser does not let us copy.';
    button.focus();
  }

  #addCard(node: HTMLElement, isOpen: boolean): Card {
    const card = new Card(isOpen, {
      onTest: () => this.#options.onTest(node),
      onShow: () => this.#point(node),
      onLeave: () => {
        this.#frame.hidden = true;
        this.#panel.classList.remove('aside');
      },
    });
    this.#cards.set(node, card);
    return card;
  }

  /** Draws a frame around the button on the page, and steps aside where that is behind the panel. */
  #point(node: HTMLElement): void {
    this.#panel.classList.remove('aside');
    const panel = this.#panel.getBoundingClientRect();
    // On a phone only the upper part of the page is free.
    node.scrollIntoView({ block: panel.width > innerWidth / 2 ? 'start' : 'center' });
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    const isBehind = right > panel.left && left < panel.right && bottom > panel.top && top < panel.bottom;
    this.#panel.classList.toggle('aside', isBehind);
    this.#frame.hidden = false;
    for (const [property, value] of Object.entries({
      left: left - 6,
      top: top - 6,
      width: width + 12,
      height: height + 12,
    }))
      this.#frame.style.setProperty(property, `${value}px`);
  }
}

/** One button's part of the panel. */
class Card {
  readonly element: HTMLElement;
  readonly #title = make('h3');
  readonly #tag = make('code');
  readonly #findings = new Findings();
  readonly #tested = new Findings();
  readonly #rows = make('tbody');
  readonly #body = make('pre');
  readonly #status = make('p', { role: 'status' });
  readonly #test = make('button', { type: 'button', class: 'main' }, 'Test');
  #key = '';

  /** @param isOpen whether the details are shown from the start: where there is room for them */
  constructor(isOpen: boolean, handlers: { onTest(): Promise<void>; onShow(): void; onLeave(): void }) {
    const point = make('button', { type: 'button' }, 'Where is it?');
    point.addEventListener('click', () => handlers.onShow());
    point.addEventListener('blur', () => handlers.onLeave());
    this.#test.addEventListener('click', () => void this.#run(handlers.onTest));
    this.element = make(
      'section',
      {},
      this.#title,
      make('p', { class: 'tag' }, this.#tag),
      this.#findings.element,
      make('div', { class: 'actions' }, this.#test, point),
      make(
        'p',
        { class: 'hint' },
        '“Test” asks your endpoint for a real checkout session. Nothing is bought.',
      ),
      this.#status,
      this.#tested.element,
      make(
        'details',
        isOpen ? { open: '' } : {},
        make('summary', {}, 'Settings, and where each comes from'),
        make(
          'table',
          {},
          make(
            'thead',
            {},
            make('tr', {}, ...['Setting', 'Value', 'From'].map((text) => make('th', { scope: 'col' }, text))),
          ),
          this.#rows,
        ),
      ),
      make('details', isOpen ? { open: '' } : {}, make('summary', {}, 'What a click sends'), this.#body),
    );
  }

  show(report: ButtonReport, index: number): void {
    setText(this.#title, titleOf(report, index));
    setText(this.#tag, report.tag);
    this.#test.setAttribute('aria-label', index ? `Test button ${index + 1}` : 'Test');
    this.#findings.show(report.findings);
    this.#tested.show(report.tested ?? []);
    setText(this.#body, report.body ?? 'Nothing, as long as the problem above is there.');
    const key = JSON.stringify(report.settings);
    if (key === this.#key) return;
    this.#key = key;
    this.#rows.replaceChildren(
      ...report.settings.map(({ name, value, source }) =>
        make(
          'tr',
          {},
          make('th', { scope: 'row' }, name),
          make('td', {}, value || '–'),
          make('td', {}, source),
        ),
      ),
    );
  }

  async #run(test: () => Promise<void>): Promise<void> {
    if (this.#test.ariaDisabled === 'true') return;
    this.#test.ariaDisabled = 'true';
    this.#status.textContent = 'Testing…';
    await test();
    this.#test.ariaDisabled = 'false';
    this.#status.textContent = 'Tested.';
  }
}

/** A list of findings, made anew only when they change. */
class Findings {
  readonly element = make('ul', { class: 'findings' });
  #key = '[]';

  show(findings: Finding[]): void {
    const key = JSON.stringify(findings);
    if (key === this.#key) return;
    this.#key = key;
    this.element.replaceChildren(...worstFirst(findings).map(toItem));
  }
}

const GRAVITY: Level[] = ['bad', 'doubt', 'note', 'good'];

function worstFirst(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => GRAVITY.indexOf(a.level) - GRAVITY.indexOf(b.level));
}

function toItem({ level, text, fix, code, href }: Finding): HTMLElement {
  const item = make('li', { class: level }, make('b', {}, `${LEVELS[level]}: `), text);
  if (href) item.append(' ', make('a', { href, target: '_blank', rel: 'noopener' }, 'Open the checkout'));
  if (fix) item.append(make('p', { class: 'fix' }, fix));
  if (code) item.append(make('pre', {}, code));
  return item;
}

/** A text set anew would be read aloud anew. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
