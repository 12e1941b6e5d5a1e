/** The snippet builder's page: form, live button, snippets, and the address that holds it all. */
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import { PLATFORMS, toChoice, toQuery, type Choice } from './choice.ts';
import { toProperties } from './look.ts';
import { GUIDES, snippetsFor, type Release, type Snippet } from './snippets.ts';

/** What only the server knows; `release.json`. */
interface Setup extends Release {
  /** The codes of the button's languages. */
  languages: string[];
  product: string;
  collection: string;
  /** Address of the session endpoint for this demo. */
  endpoint: string;
  /** What stands before an item's id in the address of its checkout link. */
  links: string;
  /** What the sandbox sells and takes; absent where the real Solifyn does. */
  sandbox?: { ids: string[]; codes: string[] };
}

const setup = (await (await fetch('release.json')).json()) as Setup;
const form = document.querySelector<HTMLFormElement>('form')!;
const preview = document.querySelector<SolifynBuyButton>('solifyn-buy-button')!;
const list = document.querySelector<HTMLElement>('#snippets')!;
const told = document.querySelector<HTMLElement>('#told')!;

const idOf = (sells: Choice['sells']) => setup[sells];
const linkOf = (id: string) => `${setup.links}${encodeURIComponent(id)}`;

const DEFAULTS: Choice = {
  platform: 'html',
  sells: 'product',
  id: idOf('product'),
  code: '',
  mode: 'redirect',
  label: '',
  language: '',
  look: 'plain',
  background: '#4b2bd6',
  color: '#ffffff',
  corners: 'soft',
  size: 'normal',
  endpoint: setup.endpoint,
  link: linkOf(idOf('product')),
  host: 'demo',
};

/** A collection has another id and link than a product, as long as the seller wrote none. */
const defaultsFor = (sells: unknown): Choice =>
  sells === 'collection'
    ? { ...DEFAULTS, id: idOf('collection'), link: linkOf(idOf('collection')) }
    : DEFAULTS;

function fillLists(): void {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const languages = setup.languages.map((code) => new Option(names.of(code), code));
  document.querySelector<HTMLSelectElement>('[name=language]')!.append(...languages);
  const template = document.querySelector<HTMLTemplateElement>('#platform')!;
  template.replaceWith(
    ...PLATFORMS.map((platform) => {
      const label = template.content.cloneNode(true) as DocumentFragment;
      label.querySelector('input')!.value = platform;
      label.querySelector('span')!.textContent = GUIDES[platform].name;
      return label;
    }),
  );
}

function read(): Choice {
  const data = new FormData(form);
  return toChoice(data, defaultsFor(data.get('sells')));
}

function write(choice: Choice): void {
  for (const [name, value] of Object.entries(choice) as [string, string][]) {
    const control = form.elements.namedItem(name) as RadioNodeList | HTMLInputElement;
    control.value = value;
  }
}

/** An attribute without a value is none. */
function setAttribute(name: string, value: string): void {
  if (value) preview.setAttribute(name, value);
  else preview.removeAttribute(name);
}

/** The sandbox has no idea of the seller's own products: there the live button sells one of its. */
function toTry({ sells, id, code }: Choice): { id: string; code: string } {
  const { sandbox } = setup;
  if (!sandbox) return { id, code };
  const known = sandbox.codes.includes(code.trim().toUpperCase());
  return { id: sandbox.ids.includes(id.trim()) ? id : idOf(sells), code: known ? code : '' };
}

async function showPreview(choice: Choice): Promise<void> {
  const { id, code } = toTry(choice);
  document.querySelector<HTMLElement>('#stand-in')!.hidden = id === choice.id && code === choice.code;
  preview.close();
  setAttribute('product-id', choice.sells === 'product' ? id : '');
  setAttribute('collection-id', choice.sells === 'collection' ? id : '');
  setAttribute('discount-code', code);
  setAttribute('mode', choice.mode);
  setAttribute('lang', choice.language);
  setAttribute('endpoint', setup.endpoint);
  // The gateway's own pages know no session of the sandbox; a frame shows the sandbox's.
  setAttribute('gateway', setup.sandbox ? 'frame' : '');
  for (const name of [...preview.style]) preview.style.removeProperty(name);
  for (const [name, value] of toProperties(choice)) preview.style.setProperty(name, value);
  const link = preview.querySelector('a')!;
  link.href = choice.link;
  if (link.textContent !== choice.label) link.textContent = choice.label;
  await customElements.whenDefined('solifyn-buy-button');
  preview.requestUpdate();
  await preview.updateComplete;
}

/** The text on the button: the seller's, else the one that the button itself found. */
function textOf(choice: Choice): string {
  return choice.label.trim() || preview.shadowRoot!.querySelector('[part=label]')!.textContent.trim();
}

function toBlock({ title, where, code }: Snippet): DocumentFragment {
  const block = document
    .querySelector<HTMLTemplateElement>('#snippet')!
    .content.cloneNode(true) as DocumentFragment;
  block.querySelector('h3')!.textContent = title;
  block.querySelector('p')!.textContent = where;
  block.querySelector('code')!.textContent = code;
  const button = block.querySelector('button')!;
  button.setAttribute('aria-label', `Copy: ${title}`);
  button.addEventListener('click', () => void copy(code, `“${title}” is copied.`));
  return block;
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = done;
  } catch {
    told.textContent = 'The browser does not let us copy. Select the text and copy it by hand.';
  }
}

let shown = '';

async function show(): Promise<void> {
  const choice = read();
  document.body.dataset['look'] = choice.look;
  const query = toQuery(choice, defaultsFor(choice.sells));
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
  await showPreview(choice);
  const snippets = snippetsFor({ choice, release: setup, text: textOf(choice) });
  const key = JSON.stringify(snippets);
  if (key === shown) return;
  shown = key;
  list.replaceChildren(...snippets.map(toBlock));
  told.textContent = '';
}

/** Product and collection have ids and links of their own; what the seller wrote stays. */
function followKind(before: Choice['sells'], now: Choice['sells']): void {
  const [old, fresh] = [defaultsFor(before), defaultsFor(now)];
  for (const name of ['id', 'link'] as const) {
    const control = form.elements.namedItem(name) as HTMLInputElement;
    if (control.value === old[name] || !control.value) control.value = fresh[name];
  }
}

fillLists();
const query = new URLSearchParams(location.search);
write(toChoice(query, defaultsFor(query.get('sells'))));
let kind = read().sells;
form.addEventListener('input', () => {
  const { sells } = read();
  // Not at each letter: who empties a field to write into it would find the example there again.
  if (sells !== kind) followKind(kind, sells);
  kind = sells;
  void show();
});
form.addEventListener('submit', (event) => event.preventDefault());
document
  .querySelector('#share')!
  .addEventListener('click', () => void copy(location.href, 'The link is copied.'));
document
  .querySelector<HTMLInputElement>('#dark')!
  .addEventListener('change', ({ currentTarget }) =>
    document.querySelector('#stage')!.classList.toggle('dark', (currentTarget as HTMLInputElement).checked),
  );
await show();
document.body.dataset['ready'] = '';
