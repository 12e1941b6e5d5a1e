import { createElement } from './create-element.ts';

/** Pixels between the button and the line around it. */
const GAP = 6;

/** A line around the button on the page. The panel moves if it covers the button. */
export class Highlight {
  readonly element = createElement('div', { class: 'frame', hidden: '' });
  readonly #panel: HTMLElement;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
  }

  show(node: HTMLElement): void {
    this.#panel.classList.remove('aside');
    const panel = this.#panel.getBoundingClientRect();
    // On a phone only the upper part of the page is free.
    node.scrollIntoView({ block: panel.width > innerWidth / 2 ? 'start' : 'center' });
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    const isCovered = right > panel.left && left < panel.right && bottom > panel.top && top < panel.bottom;
    this.#panel.classList.toggle('aside', isCovered);
    this.element.hidden = false;
    const box = { left: left - GAP, top: top - GAP, width: width + 2 * GAP, height: height + 2 * GAP };
    for (const [property, value] of Object.entries(box))
      this.element.style.setProperty(property, `${value}px`);
  }

  hide(): void {
    this.element.hidden = true;
    this.#panel.classList.remove('aside');
  }
}
