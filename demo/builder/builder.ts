/** The snippet builder: form, live button, snippets, and the address that contains every choice. */
import { PLATFORMS, toChoice, toQuery, type Choice } from './choice.ts';
import { Preview } from './preview.ts';
import type { Setup } from './setup.ts';
import { PLATFORM_GUIDES, snippetsFor, type Snippet } from './snippets.ts';
import { find } from './find.ts';
import { findMistakes, isEmbedded, type Mistake } from './validate.ts';
import { linkOf, toSnippetData, type SnippetData } from './snippet-data.ts';

/** The guides of the documentation, one for each platform. */
const GUIDES = 'https://solifyn.github.io/buy-button/platforms/';

/** Fields that decide where buyers and their data go. A link from a stranger can set them. */
const SENSITIVE_FIELDS = ['id', 'endpoint', 'link', 'successUrl'] as const;

export class Builder {
  readonly #form = find<HTMLFormElement>('form');
  readonly #list = find('#snippets');
  readonly #readiness = find('#readiness');
  readonly #setup: Setup;
  readonly #preview: Preview;
  /** Fields that the address filled in and that the seller has not changed since. */
  readonly #foreign = new Set<string>();
  /** Fields that the seller has left, so that their mistakes are shown beside them. */
  readonly #visited = new Set<string>();
  #shown = '';

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#preview = new Preview(find('#stage'), find('#stand-in'), setup);
  }

  async start(): Promise<void> {
    this.#fillLists();
    const query = new URLSearchParams(location.search);
    this.#write(toChoice(query));
    for (const name of SENSITIVE_FIELDS) if (query.get(name)) this.#foreign.add(name);
    for (const name of query.keys()) this.#visited.add(name);
    this.#form.addEventListener('input', (event) => this.#handleInput(event));
    this.#form.addEventListener('change', (event) => this.#handleChange(event));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    find('#share').addEventListener(
      'click',
      ({ currentTarget }) => void copy(location.href, currentTarget as HTMLButtonElement),
    );
    find('#dark').addEventListener('change', ({ currentTarget }) =>
      find('#stage').classList.toggle('dark', (currentTarget as HTMLInputElement).checked),
    );
    await this.#update();
  }

  #fillLists(): void {
    const names = new Intl.DisplayNames('en', { type: 'language' });
    const languages = this.#setup.languages.map((code) => new Option(names.of(code), code));
    find<HTMLSelectElement>('[name=language]').append(...languages);
    const template = find<HTMLTemplateElement>('#platform');
    template.replaceWith(
      ...PLATFORMS.map((platform) => {
        const label = template.content.cloneNode(true) as DocumentFragment;
        find<HTMLInputElement>('input', label).value = platform;
        find('span', label).textContent = PLATFORM_GUIDES[platform].name;
        return label;
      }),
    );
  }

  #read(): Choice {
    return toChoice(new FormData(this.#form));
  }

  #write(choice: Choice): void {
    for (const [name, value] of Object.entries(choice) as [string, string][]) {
      const control = this.#form.elements.namedItem(name) as RadioNodeList | HTMLInputElement;
      if (control instanceof HTMLInputElement && control.type === 'checkbox')
        control.checked = value === 'yes';
      else control.value = value;
    }
  }

  #handleInput({ target }: Event): void {
    this.#foreign.delete((target as HTMLInputElement).name);
    void this.#update();
  }

  /** A mistake is shown beside a field once the seller has left it. */
  #handleChange({ target }: Event): void {
    this.#visited.add((target as HTMLInputElement).name);
    void this.#update();
  }

  async #update(): Promise<void> {
    const choice = this.#read();
    const mistakes = findMistakes(choice);
    const data = toSnippetData(choice, mistakes);
    this.#showParts(choice, data);
    this.#showMistakes(mistakes);
    const query = toQuery(choice);
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
    await this.#preview.update(choice, data);
    this.#showSnippets(choice, data, mistakes);
  }

  /** Shows only the fields that matter for this choice. */
  #showParts(choice: Choice, data: SnippetData): void {
    const { dataset } = document.body;
    dataset['appearance'] = choice.appearance;
    dataset['route'] = choice.route;
    dataset['form'] = choice.form;
    dataset['embedded'] = String(isEmbedded(choice));
    find<HTMLInputElement>('[name=link]').placeholder = linkOf(data.id);
    find<HTMLInputElement>('[name=id]').placeholder = choice.sells === 'product' ? 'prod_…' : 'col_…';
  }

  #showMistakes(mistakes: readonly Mistake[]): void {
    for (const element of document.querySelectorAll<HTMLElement>('[data-mistake]')) {
      const name = element.dataset['mistake'] ?? '';
      const mistake = mistakes.find(({ field }) => field === name);
      const isShown = mistake && (mistake.level === 'warning' || this.#visited.has(name));
      const text = isShown ? mistake.text : '';
      if (element.textContent !== text) element.textContent = text;
      element.classList.toggle('error', mistake?.level === 'error');
      const control = this.#form.elements.namedItem(name);
      if (control instanceof HTMLElement)
        control.ariaInvalid = isShown && mistake.level === 'error' ? 'true' : null;
    }
  }

  #showSnippets(choice: Choice, data: SnippetData, mistakes: readonly Mistake[]): void {
    const parts = { choice, data, release: this.#setup, text: this.#preview.textFor(choice) };
    const snippets = snippetsFor(parts);
    const key = JSON.stringify([snippets, mistakes, [...this.#foreign]]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#showReadiness(mistakes);
    const guide = find<HTMLAnchorElement>('#guide');
    guide.href = `${GUIDES}${choice.platform}.html`;
    guide.textContent = `Step by step: ${PLATFORM_GUIDES[choice.platform].name}`;
    this.#list.replaceChildren(...snippets.map(createBlock));
  }

  /** Whether the snippet sells when it is pasted as it is. */
  #showReadiness(mistakes: readonly Mistake[]): void {
    const errors = mistakes.filter(({ level }) => level === 'error');
    const foreign = SENSITIVE_FIELDS.filter((name) => this.#foreign.has(name));
    const title = errors.length
      ? 'Not ready yet: the snippet still contains placeholders.'
      : foreign.length
        ? 'Check this first: the link that you opened filled in these fields. Make sure that they are yours.'
        : 'Ready: paste it as it is.';
    const lines = errors.length
      ? errors.map(({ field, text }) => `${this.#nameOf(field)}: ${text}`)
      : foreign.map((name) => `${this.#nameOf(name)}: ${this.#read()[name]}`);
    this.#readiness.dataset['state'] = errors.length ? 'error' : foreign.length ? 'warning' : 'ok';
    const list = document.createElement('ul');
    list.append(...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })));
    const heading = Object.assign(document.createElement('strong'), { textContent: title });
    this.#readiness.replaceChildren(heading, ...(lines.length ? [list] : []));
  }

  /** The visible name of a field. */
  #nameOf(field: keyof Choice): string {
    const control = this.#form.elements.namedItem(field);
    const label = control instanceof HTMLElement ? control.closest('label') : null;
    return label?.dataset['name'] ?? field;
  }
}

function createBlock({ title, where, code }: Snippet): DocumentFragment {
  const template = find<HTMLTemplateElement>('#snippet');
  const block = template.content.cloneNode(true) as DocumentFragment;
  find('h3', block).textContent = title;
  find('p', block).textContent = where;
  find('code', block).textContent = code;
  const button = find<HTMLButtonElement>('button', block);
  button.setAttribute('aria-label', `Copy: ${title}`);
  button.addEventListener('click', () => void copy(code, button));
  return block;
}

/** How long a button shows “Copied”, in milliseconds. */
const COPIED_MS = 2_000;

/** Copies the text and confirms it on the button, where the seller looks. */
async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const status = find('#copy-status');
  const label = (button.dataset['label'] ??= button.textContent);
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    status.textContent = 'Copied.';
    setTimeout(() => (button.textContent = label), COPIED_MS);
  } catch {
    status.textContent = 'The browser does not allow copying. Select the text and copy it by hand.';
  }
}
