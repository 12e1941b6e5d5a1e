import { expect, fixture, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/button/index.ts';
import type { CheckoutErrorCode } from '../../src/button/errors.ts';
import type { CheckoutEventMap } from '../../src/button/events.ts';
import { messagesFor } from '../../src/button/messages/index.ts';
import { sessionHere } from '../support/button.ts';
import { silence } from '../support/fetch.ts';
import { useStubbedEndpoint } from '../support/stubbed-endpoint.ts';

const session = sessionHere();
const FALLBACK = 'https://solifyn.com/checkout/prod_1';

const sold = () => Response.json(session);
const soldOut = () => Response.json({ error: { message: 'Sold out, <b>sorry</b>.' } }, { status: 409 });
const down = () => Response.json({ error: { code: 'unavailable', message: 'Down.' } }, { status: 500 });

const texts = messagesFor(document.documentElement);

/** Forms that the browser would have submitted. */
let submitted: Event[];

/** No form and no link in this file may leave the page. */
const keepForm = (event: Event) => {
  submitted.push(event);
  event.preventDefault();
};
const keepPage = (event: Event) => {
  if ((event.target as Element).closest('a')) event.preventDefault();
};

beforeEach(() => {
  submitted = [];
  addEventListener('submit', keepForm);
  addEventListener('click', keepPage);
});

afterEach(() => {
  dispatchEvent(new PageTransitionEvent('pagehide')); // Ends every checkout.
  removeEventListener('submit', keepForm);
  removeEventListener('click', keepPage);
  history.replaceState(null, '', location.pathname + location.search);
});

// After the hook above, so that each checkout ends before its endpoint is removed.
const server = useStubbedEndpoint();

const sent = (): unknown[] => server.calls.map(({ init }) => JSON.parse(String(init.body)) as unknown);

/** Adds the markup to the page and returns the node in it to click. */
async function place(markup: string, selector = 'a,button'): Promise<HTMLElement> {
  const parent = await fixture<HTMLElement>(`<div>${markup}</div>`);
  return parent.querySelector<HTMLElement>(selector)!;
}

const link = (attributes = '') =>
  `<a href="${FALLBACK}" data-solifyn-product-id="prod_1" ${attributes}>Buy</a>`;
const button = (attributes = '') =>
  `<button data-solifyn-product-id="prod_1" type="button" ${attributes}>Buy</button>`;

/** Clicks and returns the next event of that name. */
function clickFor<Name extends keyof CheckoutEventMap>(
  node: HTMLElement,
  name: Name,
): Promise<CheckoutEventMap[Name]> {
  const events = new Promise<CheckoutEventMap[Name]>((resolve) =>
    addEventListener(name, (event) => resolve(event as CheckoutEventMap[Name]), { once: true }),
  );
  node.click();
  return events;
}

/** Clicks and waits for the failure. */
async function failed(node: HTMLElement): Promise<CheckoutErrorCode> {
  const { detail } = await clickFor(node, 'solifyn-checkout-error');
  await nextFrame();
  return detail.error.code;
}

/** The text after the failure and the address of its link. */
function blockAfter(node: HTMLElement): { text: string; href: string | undefined } | undefined {
  const block = node.nextElementSibling;
  if (!block?.matches('[data-solifyn-error][role=alert]')) return undefined;
  return {
    text: block.textContent.replace(/\s+/g, ' ').trim(),
    href: block.querySelector('a')?.href,
  };
}

/** Clicks with a modifier key or another mouse button. @returns who handles the click */
function handlerOf(node: HTMLElement, init: MouseEventInit, type = 'click'): 'browser' | 'button' {
  const isPrevented: boolean[] = [];
  const record = (event: Event) => {
    isPrevented.push(event.defaultPrevented);
    event.preventDefault();
  };
  document.addEventListener(type, record, { once: true });
  node.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, ...init }));
  return isPrevented[0] ? 'button' : 'browser';
}

describe('accessibility', () => {
  for (const [name, markup] of Object.entries({ link: link(), button: button() })) {
    it(`A ${name} has busy attributes during the checkout and none afterwards`, async () => {
      const node = await place(markup);
      node.click();
      expect(node.getAttribute('aria-busy')).to.equal('true');
      expect(node.dataset.solifynState).to.equal('loading');
      await expect(node).to.be.accessible();
      dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(node.hasAttribute('aria-busy')).to.equal(false);
      expect(node.hasAttribute('data-solifyn-state')).to.equal(false);
    });

    it(`After a failure an alert is right after a ${name}, and the next click removes it`, async () => {
      server.respond(soldOut);
      const node = await place(`${markup}<p>More of the page</p>`);
      node.focus();
      await failed(node);
      expect(node.dataset.solifynState).to.equal('error');
      expect(node.hasAttribute('aria-busy')).to.equal(false);
      expect(blockAfter(node)!.text).to.contain('Sold out, <b>sorry</b>.');
      expect(document.activeElement).to.equal(node);
      await expect(node.parentElement!).to.be.accessible();

      server.respond(silence);
      node.click();
      expect(node.dataset.solifynState).to.equal('loading');
      expect(node.parentElement!.querySelector('[data-solifyn-error]')).to.equal(null);
    });
  }
});

describe('attributes', () => {
  it('are those of the element with the prefix data-solifyn-', async () => {
    const more = `quantity="2" discount-code="“LAUNCH20”" aff="anna" custom-price="9.5" customer-email="ada@example.com"
      checkout-data='{"a":1}' custom-fields='{"Size":"L"}' endpoint="/other"`;
    const node = await place(button(more.replace(/([\w-]+)=/g, 'data-solifyn-$1=')));
    node.click();
    expect(server.calls[0]!.url).to.match(/\/other$/);
    expect(sent()).to.deep.equal([
      {
        productId: 'prod_1',
        quantity: 2,
        discountCode: 'LAUNCH20',
        aff: 'anna',
        customPrice: 9.5,
        customerEmail: 'ada@example.com',
        checkoutData: { a: 1 },
        customFields: { Size: 'L' },
      },
    ]);
  });

  it('A collection is sold like a product', async () => {
    (await place('<a data-solifyn-collection-id="col_1">Buy</a>')).click();
    expect(sent()).to.deep.equal([{ collectionId: 'col_1' }]);
  });

  for (const [value, sells] of Object.entries({
    '': false,
    true: false,
    disabled: false,
    false: true,
    ' FALSE ': true,
  }))
    it(`data-solifyn-disabled="${value}" ${sells ? 'sells' : 'does nothing, and the link is not followed'}`, async () => {
      for (const [index, markup] of [link, button].entries()) {
        const node = await place(markup(`data-solifyn-disabled="${value}"`));
        expect(handlerOf(node, {})).to.equal('button');
        expect(sent()).to.have.length(sells ? index + 1 : 0);
      }
    });

  it('An id can be added and removed later', async () => {
    const node = await place('<a href="#there">Buy</a>');
    expect(handlerOf(node, {})).to.equal('browser');
    node.dataset.solifynProductId = 'prod_1';
    expect(handlerOf(node, {})).to.equal('button');
    dispatchEvent(new PageTransitionEvent('pagehide'));
    delete node.dataset.solifynProductId;
    expect(handlerOf(node, {})).to.equal('browser');
    expect(sent()).to.deep.equal([{ productId: 'prod_1' }]);
  });

  it('Only links and buttons buy', async () => {
    (await place('<div data-solifyn-product-id="prod_1">Buy</div>', 'div')).click();
    expect(sent()).to.deep.equal([]);
  });
});

describe('events', () => {
  it('fire in order on the link and bubble through open shadow roots', async () => {
    server.respond(sold);
    const host = await place('<div></div>', 'div');
    const inner = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
    const root = inner.attachShadow({ mode: 'open' });
    root.innerHTML = link();
    const events: string[] = [];
    const names = ['start', 'session', 'open'] as const;
    const listen = ({ type, target }: Event) => void events.push(`${type} ${(target as Element).localName}`);
    for (const name of names) {
      root.addEventListener(`solifyn-checkout-${name}`, listen);
      document.addEventListener(`solifyn-checkout-${name}`, listen, { once: true });
    }
    const { detail } = await clickFor(root.querySelector('a')!, 'solifyn-checkout-open');
    expect(detail).to.deep.equal({ session, mode: 'redirect' });
    expect(events).to.deep.equal(
      names.flatMap((name) => [`solifyn-checkout-${name} a`, `solifyn-checkout-${name} div`]),
    );
  });

  it('A click on content of the link is a click on the link', async () => {
    (
      await place(
        link().replace('Buy', '<svg width="9" height="9"><path d="M0 0h9v9z"/></svg> <b>Buy</b>'),
        'b',
      )
    ).click();
    expect(sent()).to.deep.equal([{ productId: 'prod_1' }]);
  });

  it('A further click during the checkout does nothing', async () => {
    const node = await place(link());
    expect([1, 2, 3].map(() => handlerOf(node, {}))).to.deep.equal(['button', 'button', 'button']);
    expect(sent()).to.have.length(1);
  });

  it('The replacement of a clicked link sells, and the first request is aborted', async () => {
    const node = await place(link());
    node.click();
    const again = node.cloneNode(true) as HTMLElement;
    node.replaceWith(again);
    again.click();
    expect(again.dataset.solifynState).to.equal('loading');
    expect(server.calls.map(({ signal }) => signal.aborted)).to.deep.equal([true, false]);
  });

  const HELD = { Ctrl: { ctrlKey: true }, Shift: { shiftKey: true }, Meta: { metaKey: true } };
  for (const [name, init] of Object.entries(HELD))
    it(`A click with ${name} on a link is left to the browser, and on a button it buys`, async () => {
      expect(handlerOf(await place(link()), init)).to.equal('browser');
      expect(sent()).to.have.length(0);
      expect(handlerOf(await place(button()), init)).to.equal('button');
      expect(sent()).to.have.length(1);
    });

  it('A click with the middle button is left to the browser', async () => {
    expect(handlerOf(await place(link()), { button: 1 }, 'auxclick')).to.equal('browser');
    expect(sent()).to.have.length(0);
  });
});

describe('Enter in a form', () => {
  const element = (attributes = '') =>
    `<solifyn-buy-button product-id="prod_1" ${attributes}></solifyn-buy-button>`;
  const trigger = (attributes = '') => `<button data-solifyn-product-id="prod_1" ${attributes}>Buy</button>`;
  const control = '<input aria-label="Note" name="note">';

  /** The content of the form, and what is beside it. In a single text field Enter submits without a button. */
  const BUYS: Record<string, [inForm: string, beside?: string]> = {
    'with the element in it': [control + element()],
    'that the element names': [control, element('form="order"')],
    'with a button of ours, which submits by default': [control + trigger()],
    'with a button of ours of type button': [control + trigger('type="button"')],
    'that a button of ours names': [control, trigger('type="button" form="order"')],
    'with a link of ours': [control + link()],
    'with a button that does something else': [control + '<button type="button">Help</button>' + element()],
    'in a field of another type': ['<input aria-label="Mail" type="email">' + element()],
  };
  for (const [name, [inForm, beside = '']] of Object.entries(BUYS))
    it(`buys and submits no form: ${name}`, async () => {
      (await place(`<form id="order">${inForm}</form>${beside}`, 'input')).focus();
      await sendKeys({ press: 'Enter' });
      expect(sent()).to.deep.equal([{ productId: 'prod_1' }]);
      expect(submitted).to.have.length(0);
    });

  const BUYS_NOT: Record<string, [inForm: string, beside?: string]> = {
    'where the element is disabled': [control + element('disabled')],
    'where the element’s fieldset is disabled': [`${control}<fieldset disabled>${element()}</fieldset>`],
    'where our button is disabled': [control + trigger('disabled')],
    'where our button of type button is disabled': [control + trigger('type="button" disabled')],
    'where our link is disabled': [control + link('data-solifyn-disabled')],
    'in a text of several lines': ['<textarea aria-label="Note"></textarea>' + element()],
    'on a button': ['<input type="button" value="Help">' + element()],
    'where a control must be filled': [control.replace('>', ' required>') + element()],
  };
  for (const [name, [inForm, beside = '']] of Object.entries(BUYS_NOT))
    it(`neither buys nor submits the form ${name}`, async () => {
      (await place(`<form id="order">${inForm}</form>${beside}`, 'input,textarea')).focus();
      await sendKeys({ press: 'Enter' });
      expect(sent()).to.deep.equal([]);
      expect(submitted).to.have.length(0);
    });

  for (const other of [
    '<button>Send</button>',
    '<input type="submit">',
    '<button type="submit" form="order">Send</button>',
  ])
    it(`presses the form’s own submit button if there is one: ${other}`, async () => {
      (await place(`<form id="order">${control}${element()}${other}</form>`, 'input')).focus();
      await sendKeys({ press: 'Enter' });
      expect(submitted).to.have.length(1);
      expect(sent()).to.deep.equal([]);
    });

  it('outside a form, or in a form without a buy button, is ignored', async () => {
    await place(`${element()}${control}`);
    (await place(`<form>${control}</form>`, 'input')).focus();
    await sendKeys({ press: 'Enter' });
    document.querySelector<HTMLElement>('div > input')!.focus();
    await sendKeys({ press: 'Enter' });
    expect(submitted).to.have.length(1);
    expect(sent()).to.deep.equal([]);
  });

  // In Safari the Enter that ends a composition comes after it and is marked by its code alone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only mark of a composition
  const COMPOSING: KeyboardEventInit[] = [{ isComposing: true }, { keyCode: 229 }];
  for (const init of COMPOSING)
    it(`that ends the composition of an input method does not buy: ${JSON.stringify(init)}`, async () => {
      const input = await place(`<form>${control}${element()}</form>`, 'input');
      const enter = { key: 'Enter', bubbles: true, composed: true, cancelable: true };
      input.dispatchEvent(new KeyboardEvent('keypress', { ...enter, ...init }));
      expect(sent()).to.deep.equal([]);
      input.dispatchEvent(new KeyboardEvent('keypress', enter));
      expect(sent()).to.deep.equal([{ productId: 'prod_1' }]);
    });

  it('whose default the page has prevented does not buy', async () => {
    const input = await place(`<form>${control}${element()}</form>`, 'input');
    input.addEventListener('keydown', (event) => event.preventDefault());
    input.focus();
    await sendKeys({ press: 'Enter' });
    expect(sent()).to.deep.equal([]);
  });
});

describe('failures', () => {
  it('After a rejection or an invalid attribute the link’s own address is offered', async () => {
    server.respond(soldOut);
    const node = await place(link());
    expect(await failed(node)).to.equal('rejected');
    expect(blockAfter(node)).to.deep.equal({ text: `Sold out, <b>sorry</b>. ${texts.page}`, href: FALLBACK });
    const wrong = await place(link('data-solifyn-quantity="two"'));
    expect(await failed(wrong)).to.equal('invalid-request');
    expect(blockAfter(wrong)).to.deep.equal({ text: `${texts.error} ${texts.page}`, href: FALLBACK });
  });

  for (const href of ['#', '#buy', 'javascript:void 0', location.href, '', 'mailto:ada@example.com'])
    it(`A link to "${href.slice(0, 20)}" is not used as the fallback`, async () => {
      server.respond(down);
      const node = await place(link().replace(FALLBACK, href.replaceAll('&', '&amp;')));
      expect(await failed(node)).to.equal('unavailable');
      expect(blockAfter(node)).to.deep.equal({ text: texts.error, href: undefined });
    });

  it('A second failure replaces the text in the same block', async () => {
    server.respond(down);
    const node = await place(button());
    await failed(node);
    await failed(node);
    expect(node.parentElement!.querySelectorAll('[data-solifyn-error]')).to.have.length(1);
    expect(blockAfter(node)!.text).to.equal(texts.error);
  });

  it('A clone’s failure replaces the text that was cloned with it', async () => {
    server.respond(down);
    const node = await place(button());
    await failed(node);
    const slide = document.createElement('div');
    slide.append(node.cloneNode(true), node.nextElementSibling!.cloneNode(true));
    node.parentElement!.append(slide);
    server.respond(soldOut);
    await failed(slide.querySelector('button')!);
    const texts = [...slide.querySelectorAll('[data-solifyn-error]')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(texts).to.deep.equal(['Sold out, <b>sorry</b>.']);
  });

  it('A failed click causes no unhandled rejection in the page', async () => {
    const unheard: Event[] = [];
    const listener = (event: Event) => void unheard.push(event);
    addEventListener('unhandledrejection', listener);
    server.respond(down);
    await failed(await place(button()));
    await nextFrame(); // The browser reports unhandled rejections between two tasks.
    await nextFrame();
    removeEventListener('unhandledrejection', listener);
    expect(unheard).to.deep.equal([]);
  });
});
