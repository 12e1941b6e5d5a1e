/** The live button beside the form. */
import { find } from './find.ts';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import type { Choice } from './choice.ts';
import { toProperties } from './appearance.ts';
import type { Setup } from './setup.ts';
import { isEmbedded } from './validate.ts';
import type { SnippetData } from './snippet-data.ts';

export class Preview {
  readonly #button: SolifynBuyButton;
  readonly #setup: Setup;
  readonly #sampleHint: HTMLElement;

  constructor(stage: HTMLElement, sampleHint: HTMLElement, setup: Setup) {
    this.#button = find<SolifynBuyButton>('solifyn-buy-button', stage);
    this.#sampleHint = sampleHint;
    this.#setup = setup;
  }

  /** Shows the button as the snippet describes it. */
  async update(choice: Choice, data: SnippetData): Promise<void> {
    const button = this.#button;
    const { endpoint = '', gateway = choice.gateway, links } = this.#setup;
    const { id, code } = this.#sampleFor(choice, data);
    const usesEndpoint = choice.route === 'endpoint';
    // The script may load after this page's own.
    if (button.matches(':defined')) button.close();
    this.#set('product-id', choice.sells === 'product' ? id : '');
    this.#set('collection-id', choice.sells === 'collection' ? id : '');
    this.#set('discount-code', usesEndpoint ? code : '');
    this.#set('mode', usesEndpoint ? choice.mode : '');
    this.#set('gateway', isEmbedded(choice) ? gateway : '');
    this.#set('theme', choice.theme);
    this.#set('lang', choice.language);
    this.#set('endpoint', usesEndpoint ? endpoint : '');
    for (const name of [...button.style]) button.style.removeProperty(name);
    for (const [name, value] of toProperties(choice)) button.style.setProperty(name, value);
    const link = find<HTMLAnchorElement>('a', button);
    link.href = `${links}${encodeURIComponent(id)}`;
    if (link.textContent !== choice.label) link.textContent = choice.label;
    await customElements.whenDefined('solifyn-buy-button');
    button.requestUpdate();
    await button.updateComplete;
  }

  /** The text on the button: the seller's, else the one that the button itself found. */
  textFor(choice: Choice): string {
    const label = this.#button.shadowRoot?.querySelector('[part=label]')?.textContent;
    return choice.label.trim() || label?.trim() || 'Buy now';
  }

  /** The sandbox does not know the seller's own products, so there the live button sells one of the sandbox's. */
  #sampleFor({ sells, id, code }: Choice, data: SnippetData): { id: string; code: string } {
    const { sandbox } = this.#setup;
    const sample = this.#setup[sells];
    const isKnown = sandbox ? sandbox.ids.includes(data.id) : data.id === id.trim();
    const isKnownCode = !sandbox || sandbox.codes.includes(code.trim().toUpperCase());
    this.#sampleHint.hidden = isKnown || !sandbox;
    return { id: isKnown ? data.id : sample, code: isKnownCode ? data.code : '' };
  }

  #set(name: string, value: string): void {
    if (value) this.#button.setAttribute(name, value);
    else this.#button.removeAttribute(name);
  }
}
