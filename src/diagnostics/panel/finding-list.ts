import { compareFindings, type Finding } from '../finding.ts';
import { LEVEL_NAMES } from '../report-text.ts';
import { createElement } from './create-element.ts';

/** A list of findings, the worst first. It is rendered again only when they change. */
export class FindingList {
  readonly element = createElement('ul', { class: 'findings' });
  #key = '[]';

  show(findings: readonly Finding[]): void {
    const key = JSON.stringify(findings);
    if (key === this.#key) return;
    this.#key = key;
    this.element.replaceChildren(...[...findings].sort(compareFindings).map(createItem));
  }
}

function createItem({ level, text, fix, code, href }: Finding): HTMLElement {
  const item = createElement('li', { class: level }, createElement('b', {}, `${LEVEL_NAMES[level]}: `), text);
  if (href)
    item.append(' ', createElement('a', { href, target: '_blank', rel: 'noopener' }, 'Open the checkout'));
  if (fix) item.append(createElement('p', { class: 'fix' }, fix));
  if (code) item.append(createElement('pre', {}, code));
  return item;
}
