/**
 * The floor: a hand-written element with the minimum of a buy button. A click posts JSON, the response's address
 * is opened, and meanwhile the button is busy. No settings, no languages, no dialog, no retry.
 */
(() => {
  const template = document.createElement('template');
  template.innerHTML = '<button><slot>Buy now</slot></button><p role="alert" hidden></p>';

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: inline-block; }
    button {
      min-width: 44px;
      min-height: 44px;
      padding: 0.6em 1.4em;
      border: 1px solid transparent;
      border-radius: 0.5em;
      background: CanvasText;
      color: Canvas;
      font: inherit;
      font-weight: 600;
      cursor: pointer;
    }
    [aria-busy='true'] { opacity: 0.5; }
    :focus-visible { outline: 3px solid #2f6feb; outline-offset: 2px; }
  `);

  class FloorBuyButton extends HTMLElement {
    #button;
    #alert;

    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      root.adoptedStyleSheets = [sheet];
      root.append(template.content.cloneNode(true));
      [this.#button, this.#alert] = root.children;
      this.#button.addEventListener('click', () => void this.buy());
    }

    async buy() {
      if (this.#button.ariaBusy === 'true') return;
      this.#button.ariaBusy = 'true';
      this.#alert.hidden = true;
      try {
        const response = await fetch(this.getAttribute('endpoint'), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ productId: this.getAttribute('product-id') }),
        });
        if (!response.ok) throw new Error(`The endpoint answered ${response.status}`);
        const { checkout_url } = await response.json();
        location.assign(checkout_url);
      } catch (error) {
        console.error(error);
        this.#alert.textContent = 'That did not work. Please try again.';
        this.#alert.hidden = false;
        this.#button.ariaBusy = 'false';
      }
    }
  }

  customElements.define('floor-buy-button', FloorBuyButton);

  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const element of document.querySelectorAll('floor-buy-button'))
      element.shadowRoot.querySelector('button').ariaBusy = 'false';
  });
})();
