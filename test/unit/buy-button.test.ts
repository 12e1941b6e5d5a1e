import { expect, fixture, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/button/index.ts';
import type { SolifynBuyButton } from '../../src/button/buy-button.ts';
import { cancelCheckout } from '../../src/button/checkout/index.ts';
import { configure } from '../../src/button/config/configure.ts';
import type { CheckoutError } from '../../src/button/errors.ts';
import { messagesFor } from '../../src/button/messages/index.ts';
import { alertOf, buttonWith, inner, linkOf, sessionHere, settled } from '../support/button.ts';
import { stopClock, type Clock } from '../support/clock.ts';
import { rejection } from '../support/rejection.ts';
import { useStubbedEndpoint } from '../support/stubbed-endpoint.ts';

const session = sessionHere();

let clock: Clock | undefined;

afterEach(() => {
  cancelCheckout();
  clock?.restore();
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
});

// After the hook above, so that each checkout ends before its endpoint is removed.
const server = useStubbedEndpoint();

const sold = () => Response.json(session);
const soldOut = () => Response.json({ error: { message: 'Sold out, <b>sorry</b>.' } }, { status: 409 });
const down = () => Response.json({ error: { code: 'unavailable', message: 'Down.' } }, { status: 500 });

/** A clicked button that shows the failure. */
async function failed(element: SolifynBuyButton): Promise<SolifynBuyButton> {
  await rejection(element.checkout());
  return settled(element);
}

/** A clicked button whose endpoint does not respond. */
async function loading(element: SolifynBuyButton): Promise<SolifynBuyButton> {
  element.click();
  return settled(element);
}

const texts = messagesFor(document.documentElement);

const find = (element: SolifynBuyButton, selector: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(selector);
/** Width and height of the button in whole px. */
const sizeOf = (element: SolifynBuyButton) => {
  const { width, height } = inner(element).getBoundingClientRect();
  return `${width.toFixed()} x ${height.toFixed()}`;
};
const sent = () => JSON.parse(server.calls.at(-1)!.init.body as string);

/** The visible label: the slotted content, else the rendered text. */
function labelOf(element: SolifynBuyButton): string {
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof HTMLElement) || getComputedStyle(node).display === 'none') return '';
    const children =
      node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [...node.childNodes];
    return children.map(textOf).join('');
  };
  return textOf(find(element, '[part~=label]')!).replace(/\s+/g, ' ').trim();
}

describe('accessibility', () => {
  const STATES: Record<string, () => Promise<SolifynBuyButton>> = {
    idle: () => buttonWith(),
    loading: async () => loading(await buttonWith()),
    error: async () => {
      server.respond(soldOut);
      return failed(await buttonWith());
    },
    disabled: () => buttonWith('disabled'),
    'idle, with a name of its own': () => buttonWith('aria-label="Buy the preset pack"', '€49'),
    'error, with the fallback link': async () => {
      server.respond(soldOut);
      return failed(await buttonWith('', '<a href="https://solifyn.com/checkout/prod_1">Buy it</a>'));
    },
  };
  for (const [state, reach] of Object.entries(STATES))
    it(`holds while ${state}`, async () => {
      await expect(await reach()).to.be.accessible();
    }).timeout(15_000); // axe is slow on a busy machine

  it('A host’s aria-label names the button, also if it is set later', async () => {
    const element = await buttonWith('aria-label="Buy the preset pack"');
    expect(inner(element).ariaLabel).to.equal('Buy the preset pack');
    element.setAttribute('aria-label', 'Buy the zine');
    await element.updateComplete;
    expect(inner(element).ariaLabel).to.equal('Buy the zine');
    element.removeAttribute('aria-label');
    await element.updateComplete;
    expect(inner(element).hasAttribute('aria-label')).to.equal(false);
  });

  it('The host passes the focus on to the button', async () => {
    const element = await buttonWith();
    element.focus();
    expect(document.activeElement).to.equal(element);
    expect(element.shadowRoot!.activeElement).to.equal(inner(element));
  });

  for (const key of ['Enter', 'Space'])
    it(`${key} buys, and does nothing while the checkout is loading`, async () => {
      const element = await buttonWith();
      element.focus();
      await sendKeys({ press: key });
      await sendKeys({ press: key });
      await sendKeys({ press: 'Enter' });
      expect(server.calls).to.have.length(1);
    });

  it('While loading it is busy, announces that, and keeps focus, size and name', async () => {
    const element = await buttonWith();
    const size = sizeOf(element);
    element.focus();
    clock = stopClock();
    await loading(element);
    expect(inner(element).ariaBusy).to.equal('true');
    // Screen readers ignore text written into a live region that was only just added.
    const region = find(element, '[role=status]')!;
    expect(region.textContent).to.equal('');
    expect(await clock.next(1000)).to.equal(100);
    expect(region.textContent).to.equal(texts.loading);
    expect(element.shadowRoot!.activeElement).to.equal(inner(element));
    expect(sizeOf(element)).to.equal(size);
    expect(labelOf(element)).to.equal('Buy it');
    expect(getComputedStyle(find(element, '[part~=label]')!).visibility).to.equal('visible');
    expect(find(element, '[part~=spinner]')).to.exist;
  });

  it('In Chrome before 125, whose custom states need a dashed name, it sells and shows failures', async () => {
    const { add } = CustomStateSet.prototype;
    CustomStateSet.prototype.add = function (state) {
      if (!state.startsWith('--')) throw new SyntaxError(state);
      return add.call(this, state);
    };
    try {
      server.respond(sold);
      const element = await buttonWith();
      expect(await element.checkout()).to.deep.equal(session);
      element.close();
      server.respond(down);
      expect(alertOf(await failed(element))).to.equal(texts.error);
    } finally {
      CustomStateSet.prototype.add = add;
    }
  });

  it('After a failure it shows a text and keeps focus and size', async () => {
    server.respond(down);
    const element = await buttonWith();
    const size = sizeOf(element);
    element.focus();
    await failed(element);
    expect(alertOf(element)).to.equal(texts.error);
    expect(find(element, '[part~=error]')!.textContent).to.contain(texts.error);
    expect(element.shadowRoot!.activeElement).to.equal(inner(element));
    expect(sizeOf(element)).to.equal(size);
    expect(inner(element).ariaBusy).to.equal('false');
    expect(find(element, '[role=status]')).to.equal(null);
    expect(find(element, '[part~=spinner]')).to.equal(null);
  });

  it('It is at least 44 px high and wide', async () => {
    const { width, height } = inner(await buttonWith('', 'x')).getBoundingClientRect();
    expect(width).to.be.at.least(44);
    expect(height).to.be.at.least(44);
  });
});

describe('label', () => {
  const OWN = texts.label;
  const LABELS: [name: string, content: string, label: string][] = [
    ['its content', 'Get <b>the pack</b>', 'Get the pack'],
    ['a text of its own where there is nothing', '', OWN],
    ['a text of its own where there are blanks only', ' \n \u00a0', OWN],
    ['a text of its own where there is a comment only', '<!-- label here -->', OWN],
    ['a text of its own where an editor left a break', '<br>\n', OWN],
    ['a text of its own where an editor left a paragraph', '<p></p>', OWN],
    ['the text of the fallback link', '<a href="https://solifyn.com/x">Get the pack</a>', 'Get the pack'],
    [
      'the text of the link also where an editor wrapped it',
      '<p><a href="https://solifyn.com/x">Get it</a><br></p>',
      'Get it',
    ],
    ['a text of its own where the link has none', '<a href="https://solifyn.com/x"> </a>', OWN],
    ['nothing but a picture, where there is one', '<img alt="Buy the pack">', ''],
  ];
  for (const [name, content, label] of LABELS)
    it(`is ${name}`, async () => {
      expect(labelOf(await buttonWith('', content))).to.equal(label);
    });

  it('does not show the link as a link', async () => {
    const element = await buttonWith('', '<a href="https://solifyn.com/x">Get the pack</a>');
    expect(element.querySelector('a')!.checkVisibility()).to.equal(false);
  });

  it('is in the page’s language', async () => {
    expect(labelOf(await buttonWith('lang="de-AT"', ''))).to.equal('Jetzt kaufen');
  });

  it('follows children that are added late, as with a script in the head, or removed', async () => {
    const element = await buttonWith('', '');
    element.append('Get the pack');
    expect(labelOf(await settled(element))).to.equal('Get the pack');
    element.replaceChildren();
    expect(labelOf(await settled(element))).to.equal(OWN);
  });

  it('follows a text that a framework sets later', async () => {
    const element = await buttonWith('', ' ');
    (element.firstChild as Text).data = 'Get the pack';
    expect(labelOf(await settled(element))).to.equal('Get the pack');
  });

  it('follows the text of the link, as when the page is translated', async () => {
    const element = await buttonWith('', '<a href="https://solifyn.com/x">Get the pack</a>');
    element.querySelector('a')!.textContent = 'Paket holen';
    expect(labelOf(await settled(element))).to.equal('Paket holen');
  });

  it('follows a later configure', async () => {
    const element = await buttonWith('', '');
    configure({ messages: { label: 'Get it' } });
    expect(labelOf(await settled(element))).to.equal('Get it');
  });
});

describe('attributes', () => {
  const PROPERTIES: [attribute: string, property: keyof SolifynBuyButton, text: string, value: unknown][] = [
    ['product-id', 'productId', 'prod_2', 'prod_2'],
    ['collection-id', 'collectionId', 'col_123', 'col_123'],
    ['quantity', 'quantity', '2', 2],
    ['discount-code', 'discountCode', 'LAUNCH20', 'LAUNCH20'],
    ['aff', 'aff', 'anna', 'anna'],
    ['custom-price', 'customPrice', '12.5', 12.5],
    ['customer-email', 'customerEmail', 'ada@example.com', 'ada@example.com'],
    ['checkout-data', 'checkoutData', '{"a":1}', { a: 1 }],
    ['custom-fields', 'customFields', '{"a":1}', { a: 1 }],
    ['endpoint', 'endpoint', '/session', '/session'],
    ['mode', 'mode', 'modal', 'modal'],
    ['gateway', 'gateway', 'frame', 'frame'],
    ['success-url', 'successUrl', '/thanks', '/thanks'],
    ['theme', 'theme', 'dark', 'dark'],
    ['disabled', 'disabled', '', true],
  ];
  for (const [attribute, property, text, value] of PROPERTIES)
    it(`${attribute} is the property ${property}`, async () => {
      const element = await buttonWith();
      element.setAttribute(attribute, text);
      expect(element[property]).to.deep.equal(value);
    });

  it('A text field whose value looks like a number is sent as text', async () => {
    const element = await buttonWith('discount-code="1E5" aff="12345678901234567890"');
    await loading(element);
    expect(sent()).to.deep.equal({ productId: 'prod_1', discountCode: '1E5', aff: '12345678901234567890' });
  });

  it('Properties are sent like attributes', async () => {
    const element = await buttonWith();
    Object.assign(element, { quantity: 3, customFields: { size: ['L'] }, aff: 'anna' });
    await loading(element);
    expect(sent()).to.deep.equal({
      productId: 'prod_1',
      quantity: 3,
      aff: 'anna',
      customFields: { size: ['L'] },
    });
  });

  it('An invalid attribute is invalid-request, and nothing is sent', async () => {
    const element = await buttonWith('checkout-data="null"');
    const error = await rejection(element.checkout());
    expect(error.code).to.equal('invalid-request');
    expect(error.message).to.contain('checkout-data="null"');
    expect(server.calls).to.have.length(0);
    expect(alertOf(await settled(element))).to.equal(texts.error);
  });

  it('The element’s own endpoint is used', async () => {
    await loading(await buttonWith('endpoint="/other"'));
    expect(server.calls[0]!.url).to.equal(`${location.origin}/other`);
  });

  for (const theme of ['light', 'dark'])
    it(`theme="${theme}" is the button’s colour scheme`, async () => {
      const element = await buttonWith(`theme="${theme}"`);
      expect(getComputedStyle(inner(element)).colorScheme).to.equal(theme);
    });

  it('A later configure changes the theme of a button without its own', async () => {
    const element = await buttonWith();
    configure({ theme: 'dark' });
    await settled(element);
    expect(getComputedStyle(inner(element)).colorScheme).to.equal('dark');
  });
});

describe('disabled', () => {
  it('does nothing on a click, and cannot be focused', async () => {
    const element = await buttonWith('disabled');
    element.click();
    inner(element).click();
    element.focus();
    expect(inner(element).disabled).to.equal(true);
    expect(server.calls).to.have.length(0);
    expect(document.activeElement).to.not.equal(element);
  });

  it('can be set and removed', async () => {
    const element = await buttonWith();
    element.disabled = true;
    await settled(element);
    expect(inner(element).disabled).to.equal(true);
    element.disabled = false;
    await settled(element);
    expect(inner(element).disabled).to.equal(false);
  });

  for (const text of ['false', 'FALSE', ' false '])
    it(`is off with ${JSON.stringify(text)}, at first or later`, async () => {
      const element = await buttonWith(`disabled="${text}"`);
      expect(inner(element).disabled).to.equal(false);
      element.setAttribute('disabled', '');
      await settled(element);
      expect(inner(element).disabled).to.equal(true);
      element.setAttribute('disabled', text);
      await settled(element);
      expect(inner(element).disabled).to.equal(false);
      expect(element.disabled).to.equal(false);
    });

  it('also comes from a fieldset', async () => {
    const fieldset = await fixture<HTMLFieldSetElement>(
      '<fieldset disabled><solifyn-buy-button product-id="prod_1">Buy</solifyn-buy-button></fieldset>',
    );
    const element = fieldset.querySelector('solifyn-buy-button')!;
    await settled(element);
    expect(inner(element).disabled).to.equal(true);
    fieldset.disabled = false;
    await settled(element);
    expect(inner(element).disabled).to.equal(false);
  });
});

describe('states', () => {
  it('are idle, then loading, then idle after close()', async () => {
    const element = await buttonWith();
    expect(element.matches(':state(loading)')).to.equal(false);
    await loading(element);
    expect(element.matches(':state(loading)')).to.equal(true);
    element.close();
    await settled(element);
    expect(element.matches(':state(loading)')).to.equal(false);
    expect(inner(element).ariaBusy).to.equal('false');
  });

  it('are error after a failure, then loading without the old text at the next click', async () => {
    server.respond(down);
    const element = await failed(await buttonWith());
    expect(element.matches(':state(error)')).to.equal(true);
    server.respond(() => new Promise(() => {}));
    await loading(element);
    expect(element.matches(':state(error)')).to.equal(false);
    expect(element.matches(':state(loading)')).to.equal(true);
    expect(alertOf(element)).to.equal(undefined);
  });
});

describe('checkout()', () => {
  it('resolves with the session after open has fired', async () => {
    server.respond(sold);
    const element = await buttonWith();
    const fired: string[] = [];
    for (const name of ['start', 'session', 'open', 'complete', 'close', 'error'] as const)
      element.addEventListener(`solifyn-checkout-${name}`, () => void fired.push(name));
    const checkout = element.checkout();
    void checkout.then(() => fired.push('resolved'));
    expect(await checkout).to.deep.equal(session);
    await Promise.resolve();
    expect(fired).to.deep.equal(['start', 'session', 'open', 'resolved']);
    expect(location.hash).to.equal('#checkout');
  });

  it('returns the same promise during a checkout and a new one afterwards', async () => {
    const element = await buttonWith();
    const first = element.checkout();
    expect(element.checkout()).to.equal(first);
    element.close();
    await rejection(first);
    const second = element.checkout();
    expect(second).to.not.equal(first);
    element.close();
    await rejection(second);
    expect(server.calls).to.have.length(2);
  });

  it('of a second button cancels the first one while that is loading', async () => {
    const first = await buttonWith();
    const second = await buttonWith();
    const canceled = rejection(first.checkout());
    await loading(second);
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls.map(({ signal }) => signal.aborted)).to.deep.equal([true, false]);
    await settled(first);
    expect(inner(first).ariaBusy).to.equal('false');
    expect(alertOf(first)).to.equal(undefined);
    expect(inner(second).ariaBusy).to.equal('true');
  });

  it('of a second button is canceled without a text while the page is left for the first one', async () => {
    server.respond(sold);
    const first = await buttonWith();
    const second = await buttonWith();
    await first.checkout();
    expect((await rejection(second.checkout())).code).to.equal('canceled');
    expect(server.calls).to.have.length(1);
    expect(alertOf(await settled(second))).to.equal(undefined);
  });

  it('accepts the id of a form in the property form, and returns that form', async () => {
    const page = await fixture(
      '<div><form id="order"></form><solifyn-buy-button></solifyn-buy-button></div>',
    );
    const element = page.querySelector('solifyn-buy-button')!;
    expect(element.form).to.equal(null);
    element.form = 'order';
    expect(element.form).to.equal(page.querySelector('form'));
  });

  it('does not validate a form with novalidate', async () => {
    const form = await fixture<HTMLFormElement>(
      '<form novalidate><input name="quantity" required><solifyn-buy-button product-id="prod_1"></solifyn-buy-button></form>',
    );
    void form
      .querySelector('solifyn-buy-button')!
      .checkout()
      .catch(() => {});
    expect(server.calls).to.have.length(1);
  });

  it('validates the form', async () => {
    const form = await fixture<HTMLFormElement>(
      '<form><input name="quantity" required><solifyn-buy-button product-id="prod_1"></solifyn-buy-button></form>',
    );
    const element = form.querySelector('solifyn-buy-button')!;
    expect((await rejection(element.checkout())).code).to.equal('canceled');
    expect(server.calls).to.have.length(0);
    form.querySelector('input')!.value = '3';
    await loading(element);
    expect(sent()).to.deep.equal({ productId: 'prod_1', quantity: 3 });
  });
});

describe('close()', () => {
  it('aborts the request and cancels, without an error event or a text', async () => {
    const element = await buttonWith();
    const errors: unknown[] = [];
    element.addEventListener('solifyn-checkout-error', (event) => void errors.push(event));
    const canceled = rejection(element.checkout());
    element.close();
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls[0]!.signal.aborted).to.equal(true);
    expect(errors).to.deep.equal([]);
    expect(alertOf(await settled(element))).to.equal(undefined);
  });

  it('also cancels while createSession of configure is pending', async () => {
    configure({ createSession: () => new Promise(() => {}) });
    const element = await buttonWith();
    const canceled = rejection(element.checkout());
    element.close();
    expect((await canceled).code).to.equal('canceled');
  });

  it('also cancels in a pause between two attempts', async () => {
    let signalRequest!: () => void;
    const answered = new Promise<void>((resolve) => (signalRequest = resolve));
    configure({ retries: 1 });
    server.respond(() => {
      signalRequest();
      return Response.json({}, { status: 503, headers: { 'Retry-After': '4' } });
    });
    const element = await buttonWith();
    const canceled = rejection(element.checkout());
    await answered;
    await settled(element);
    element.close();
    expect((await canceled).code).to.equal('canceled');
    expect(server.calls).to.have.length(1);
  });

  it('does nothing without a checkout', async () => {
    const element = await buttonWith();
    element.close();
    await settled(element);
    expect(labelOf(element)).to.equal('Buy it');
  });
});

describe('events', () => {
  it('A prevented start sends nothing and cancels', async () => {
    const element = await buttonWith();
    element.addEventListener('solifyn-checkout-start', (event) => event.preventDefault());
    expect((await rejection(element.checkout())).code).to.equal('canceled');
    expect(server.calls).to.have.length(0);
    expect(alertOf(await settled(element))).to.equal(undefined);
  });

  it('A listener of start may change or replace the request', async () => {
    const element = await buttonWith();
    element.addEventListener('solifyn-checkout-start', ({ detail }) => void (detail.request.quantity = 2));
    element.addEventListener('solifyn-checkout-start', ({ detail }) => {
      detail.request = { ...detail.request, aff: 'anna' };
    });
    await loading(element);
    expect(sent()).to.deep.equal({ productId: 'prod_1', quantity: 2, aff: 'anna' });
  });

  it('A request that a listener has changed is validated again', async () => {
    const element = await buttonWith();
    element.addEventListener('solifyn-checkout-start', ({ detail }) => void (detail.request.quantity = 0));
    expect((await rejection(element.checkout())).code).to.equal('invalid-request');
    expect(server.calls).to.have.length(0);
  });

  it('Listeners receive the same error as the caller', async () => {
    server.respond(down);
    const element = await buttonWith();
    const errors: CheckoutError[] = [];
    element.addEventListener('solifyn-checkout-error', ({ detail }) => void errors.push(detail.error));
    const error = await rejection(element.checkout());
    expect(error).to.include({ code: 'unavailable', status: 500 });
    expect(errors).to.deep.equal([error]);
  });

  it('close() in a listener of start cancels before anything is sent', async () => {
    const element = await buttonWith();
    element.addEventListener('solifyn-checkout-start', () => element.close());
    expect((await rejection(element.checkout())).code).to.equal('canceled');
    expect(server.calls).to.have.length(0);
  });
});

describe('failures', () => {
  it('A failed click causes no unhandled rejection in the page', async () => {
    const unheard: unknown[] = [];
    const listener = (event: PromiseRejectionEvent) => void unheard.push(event.reason);
    addEventListener('unhandledrejection', listener);
    const element = await buttonWith();
    const prevent = (event: Event) => event.preventDefault();
    server.respond(down);
    element.click();
    await settled(element);
    element.addEventListener('solifyn-checkout-start', prevent);
    element.click();
    element.removeEventListener('solifyn-checkout-start', prevent);
    for (const [attribute, text] of [
      ['endpoint', 'https://api.solifyn.com/'],
      ['quantity', 'two'],
    ] as const) {
      element.setAttribute(attribute, text);
      element.click();
      await settled(element);
    }
    element.remove();
    await nextFrame(); // The browser reports unhandled rejections between two tasks.
    await nextFrame();
    removeEventListener('unhandledrejection', listener);
    expect(unheard).to.deep.equal([]);
  });

  it('The message of a rejection is shown as plain text', async () => {
    server.respond(soldOut);
    const element = await failed(await buttonWith());
    expect(alertOf(element)).to.equal('Sold out, <b>sorry</b>.');
    expect(linkOf(element)).to.equal(null);
  });

  it('A blank message of a rejection is replaced by our own text', async () => {
    server.respond(() => Response.json({ error: { message: '  ' } }, { status: 400 }));
    expect(alertOf(await failed(await buttonWith()))).to.equal(texts.error);
  });

  it('A long text wraps at about 40 characters', async () => {
    server.respond(() => Response.json({ error: { message: 'word '.repeat(40) } }, { status: 400 }));
    const element = await failed(await buttonWith());
    const error = find(element, '[part~=error]')!;
    const ruler = document.createElement('span');
    ruler.style.cssText = `position:absolute;font:${getComputedStyle(error).font};width:40ch`;
    document.body.append(ruler);
    const limit = ruler.offsetWidth * 1.2;
    ruler.remove();
    expect(error.offsetWidth).to.be.at.most(limit);
  });

  const FALLBACK = 'https://solifyn.com/checkout/prod_1';

  it('After a rejection the fallback link is offered', async () => {
    server.respond(soldOut);
    const element = await failed(await buttonWith('', `<a href="${FALLBACK}">Buy it</a>`));
    expect(alertOf(element)).to.equal(`Sold out, <b>sorry</b>. ${texts.page}`);
    expect(linkOf(element)!.href).to.equal(FALLBACK);
  });

  it('After an invalid attribute the fallback link is offered', async () => {
    const element = await failed(await buttonWith('quantity="two"', `<a href="${FALLBACK}">Buy it</a>`));
    expect(linkOf(element)!.href).to.equal(FALLBACK);
    expect(server.calls).to.have.length(0);
  });

  for (const href of ['#', '#buy', 'javascript:alert(1)', location.href, 'mailto:ada@example.com'])
    it(`A link that is not a fallback: ${href.slice(0, 30)}`, async () => {
      server.respond(down);
      const element = await failed(
        await buttonWith('', `<a href="${href.replaceAll('&', '&amp;')}">Buy it</a>`),
      );
      expect(labelOf(element)).to.equal('Buy it');
      expect(alertOf(element)).to.equal(texts.error);
      expect(linkOf(element)).to.equal(null);
    });
});
