import { render } from 'lit';
import { checkout } from './checkout/index.ts';
import { findSuccessor } from './checkout/locator.ts';
import { handleIntent as prepareCheckout } from './checkout/intent.ts';
import { HOST, fallbackFor, type CheckoutHost, type HasHost } from './checkout-host.ts';
import { messagesFor } from './messages/index.ts';
import { messageWithLink } from './messages/message-with-link.ts';
import { attributeName } from './config/settings.ts';
import { trimQuotes } from '../request-rules.ts';

/** Any link or button that is a buy button. */
const TRIGGER = ':is(a,button):is([data-solifyn-product-id],[data-solifyn-collection-id])';

/** What Enter in a form's control may mean besides us: its own submit button. */
const SUBMIT = 'button:not([type]),[type=submit],[type=image]';

/** Controls in which Enter does something else than submit. */
const NOT_SUBMITTING = /^(button|color|file|image|reset|submit)$/;

/** Gives a link or button of the page the face of a buy button. */
function createTriggerHost(node: HTMLAnchorElement | HTMLButtonElement): CheckoutHost {
  const block = document.createElement('div');
  block.dataset.solifynError = '';
  block.setAttribute('role', 'alert');
  block.style.maxWidth = '40ch';
  block.dir = 'auto';
  return {
    target: node,
    node,
    readOption: (name) => node.getAttribute('data-solifyn-' + attributeName(name)),
    form: () => formOf(node),
    link: () => fallbackFor(node),
    successor: () => successorOf(node),
    setStatus({ status, message, href }) {
      const isBusy = status === 'loading';
      node.ariaBusy = isBusy ? 'true' : null;
      if (isBusy || status === 'error') node.dataset.solifynState = status;
      else delete node.dataset.solifynState;
      // A carousel's clone has a copy of its own. Not by remove(), which Prototype.js replaces by one that throws where
      // there is no parent.
      for (const old of [block, node.nextElementSibling])
        if (old?.matches('[data-solifyn-error]')) old.parentNode?.removeChild(old);
      const text = isBusy ? '' : message;
      if (!text && !href) return;
      node.after(block);
      const { page, lang } = messagesFor(node);
      block.lang = lang;
      render(messageWithLink(text, href, page), block);
    },
  };
}

function formOf(node: Element): HTMLFormElement | null {
  return (node as HTMLButtonElement).form ?? node.closest('form');
}

/** The host of a buy button of either kind. */
export function hostOf(node: HasHost): CheckoutHost | undefined {
  const known = node[HOST];
  // By the tag first: in a form a control may be called matches.
  if (known || !/^(A|BUTTON)$/.test((node as Element).tagName) || !(node as Element).matches(TRIGGER))
    return known;
  return (node[HOST] = createTriggerHost(node as HTMLAnchorElement | HTMLButtonElement));
}

function successorOf(node: Element): CheckoutHost | undefined {
  const successor = findSuccessor(node);
  return successor ? hostOf(successor) : undefined;
}

/** The buy button that the event comes from, also through open shadow roots. */
function hostAt(event: Event): CheckoutHost | undefined {
  for (const node of event.composedPath()) {
    const face = hostOf(node);
    if (face) return face;
  }
  return undefined;
}

function isEnabled({ node, readOption }: CheckoutHost): boolean {
  return (
    trimQuotes(readOption('disabled') ?? false)?.toLowerCase() === 'false' && !node!.matches(':disabled')
  );
}

function buy(event: Event, face: CheckoutHost): void {
  event.preventDefault();
  // Who listens hears of a failure by event, and the buyer reads it.
  if (isEnabled(face)) checkout(face).catch(() => {});
}

function handleClick(event: MouseEvent): void {
  const face = hostAt(event);
  const node = face?.node;
  // The element has a listener of its own; and a modified click on a link is the browser's.
  if (!node?.matches(TRIGGER)) return;
  if (!node.matches('a') || !(event.ctrlKey || event.shiftKey || event.metaKey)) buy(event, face!);
}

function handleKeydown(event: KeyboardEvent): void {
  const control = event.composedPath()[0];
  // Enter that picks a word of an input method is not meant for us; Safari's comes after the composition, as code 229.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (!(control instanceof HTMLInputElement) || !control.form || NOT_SUBMITTING.test(control.type)) return;
  const buttons = (control.getRootNode() as ParentNode).querySelectorAll(
    `${SUBMIT},${TRIGGER},solifyn-buy-button`,
  );
  const inForm = [...buttons].filter((button) => formOf(button) === control.form);
  const face = inForm.some((button) => button.matches(SUBMIT)) ? undefined : hostOf(inForm[0] ?? control);
  if (face) buy(event, face);
}

function handleIntent(event: Event): void {
  const face = hostAt(event);
  if (face && isEnabled(face)) prepareCheckout(face);
}

/** Listens to the whole page: for any link or button, also one added later; for Enter in forms and signs of intent, the element's too. */
export function listen(): void {
  // In the capturing phase, or a site's own router goes first.
  addEventListener('click', handleClick, true);
  addEventListener('keydown', handleKeydown);
  for (const intent of ['pointerover', 'focusin', 'touchstart']) addEventListener(intent, handleIntent);
}
