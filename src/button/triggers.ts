import { render } from 'lit';
import { resolveUrl } from './base-url.ts';
import { checkout } from './checkout/index.ts';
import { findSuccessor } from './checkout/locator.ts';
import { handleIntent as prepareCheckout } from './checkout/intent.ts';
import { HOST, fallbackFor, type CheckoutHost, type HasHost, type HostStatus } from './checkout-host.ts';
import { canCreateSession, readSetting } from './config/configure.ts';
import { attributeName } from './config/settings.ts';
import { warn } from './errors.ts';
import { messagesFor } from './messages/index.ts';
import { messageWithLink } from './messages/message-with-link.ts';
import { INLINE_SLOT } from './presentations/inline.ts';
import { isFramedByOthers } from './presentations/redirect.ts';
import { TRIGGER_ATTRIBUTE, TRIGGER_ELEMENT } from './trigger-selector.ts';
import { trimQuotes } from '../request-rules.ts';

/** Any element of the page that is a buy button. */
const TRIGGER = TRIGGER_ELEMENT + TRIGGER_ATTRIBUTE;

/** A form's own submit button, which keeps its meaning. */
const SUBMIT = ':is(button:not([type]),[type=submit],[type=image])';

/** Controls in which Enter does not submit. */
const NOT_SUBMITTING = /^(button|color|file|image|reset|submit)$/;

type Trigger = HTMLAnchorElement | HTMLButtonElement | HTMLInputElement;

/** Listens to the whole page: for clicks, Enter in forms and signs of intent on any buy button, also one added later. */
export function listen(): void {
  // In the capturing phase: a site's own router or a listener at the document could stop the event.
  addEventListener('click', handleClick, true);
  addEventListener('keypress', handleKeypress, true);
  addEventListener('submit', (event) => handleSubmit(event), true);
  for (const intent of ['pointerover', 'focusin', 'touchstart']) addEventListener(intent, handleIntent);
}

export function handleClick(event: MouseEvent): void {
  if (event.defaultPrevented) return;
  const path = event.composedPath();
  const index = path.findIndex((node) => hostOf(node));
  const host = hostOf(path[index]);
  if (!host || !isButtonClick(host, path.slice(0, index))) return;
  const isTrigger = host.node?.matches(TRIGGER);
  const isLink = isTrigger && host.node?.matches('a');
  // The browser handles a click with a modifier key: it opens a new tab or downloads.
  if (isLink && (event.ctrlKey || event.shiftKey || event.metaKey)) return;
  const href = host.link?.();
  const isPlainLink = href && !canCreateSession(host.readOption);
  if (isPlainLink && isLink) return;
  event.preventDefault();
  if (!isEnabled(host)) return;
  keepFromRouters(event);
  if (isPlainLink) follow(href, host);
  else buy(host);
}

/** Whether a click inside the host is one on its button, not on its error text or on an inline checkout. */
function isButtonClick({ node }: CheckoutHost, inner: EventTarget[]): boolean {
  const root = node?.shadowRoot;
  const isInside = (selector: string) =>
    inner.some((part) => part instanceof Element && part.matches(selector));
  if (isInside(`[slot=${INLINE_SLOT}]`)) return false;
  // A click that was replayed or came by a <label> arrives at the element itself or at its content.
  return !root || !inner.includes(root) || isInside('button');
}

/**
 * Some page routers (Swup, htmx boost, Barba) follow a link although its click was prevented. All of them ignore a click
 * with a modifier key, and its default action in the browser is prevented.
 */
function keepFromRouters(event: MouseEvent): void {
  Object.defineProperties(event, { ctrlKey: { value: true }, metaKey: { value: true } });
}

/** Follows the fallback link. Without an endpoint the button is a plain link. */
function follow(href: string, { readOption }: CheckoutHost): void {
  const isNewTab = isFramedByOthers() || readSetting('mode', readOption) === 'new-tab';
  const link = document.createElement('a');
  Object.assign(link, { href, target: isNewTab ? '_blank' : '_top', rel: 'noopener' });
  link.click();
}

function buy(host: CheckoutHost): void {
  // The page gets a failure by event, and the buyer reads it.
  checkout(host).catch(() => {});
}

/** Enter in a control. Its `keypress` comes only if no listener of the page has prevented the `keydown`. */
function handleKeypress(event: KeyboardEvent): void {
  const control = event.composedPath()[0];
  // The Enter that ends the composition of an input method has code 229 in Safari.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (!(control instanceof HTMLInputElement) || !control.form || NOT_SUBMITTING.test(control.type)) return;
  submit(event, control.form);
}

/**
 * A form that is about to be sent: by `requestSubmit()`, by Enter, or by one of its buttons.
 *
 * @param button the buy button whose form it is, if it is known
 */
export function handleSubmit(event: SubmitEvent, button?: Element): void {
  const { submitter } = event;
  const form = event.target as HTMLFormElement;
  if (submitter && !submitter.matches(TRIGGER)) return;
  submit(event, form, submitter ?? button);
}

/** Buys in place of sending the form, unless the form has a submit button of its own. */
function submit(event: Event, form: HTMLFormElement, button?: Element): void {
  const root = Node.prototype.getRootNode.call(form) as ParentNode;
  const buttons = [...root.querySelectorAll(`${SUBMIT},${TRIGGER},solifyn-buy-button`)].filter(
    (node) => formOf(node) === form,
  );
  if (buttons.some((node) => node.matches(SUBMIT) && !node.matches(TRIGGER))) return;
  const host = hostOf(button ?? buttons[0]);
  if (!host) return;
  event.preventDefault();
  // A listener of the page would send the form.
  event.stopImmediatePropagation();
  if (isEnabled(host)) buy(host);
}

function handleIntent(event: Event): void {
  const host = event.composedPath().map(hostOf).find(Boolean);
  if (host && isEnabled(host)) prepareCheckout(host);
}

function formOf(node: Element): HTMLFormElement | null {
  return (node as HTMLButtonElement).form ?? node.closest('form');
}

function isEnabled({ node, readOption }: CheckoutHost): boolean {
  const isOff = trimQuotes(readOption('disabled') ?? false)?.toLowerCase() !== 'false';
  return !isOff && !node?.matches(':disabled');
}

/** The host of a buy button of either kind. */
export function hostOf(node: HasHost | undefined): CheckoutHost | undefined {
  // Checks the tag first, because a form's control may be named "matches".
  if (!isCandidate(node)) return node?.[HOST];
  return node.matches(TRIGGER) ? (node[HOST] ??= createTriggerHost(node)) : undefined;
}

function isCandidate(node: HasHost | undefined): node is Trigger & HasHost {
  return node instanceof Element && /^(A|BUTTON|INPUT)$/.test(node.tagName);
}

/** Lets an element of the page start a checkout. */
function createTriggerHost(node: Trigger): CheckoutHost {
  const block = createErrorBlock();
  return {
    target: node,
    node,
    readOption: (name) => readTriggerOption(node, name),
    form: () => formOf(node),
    link: () => fallbackFor(node),
    successor: () => hostOf(findSuccessor(node)),
    setStatus(status) {
      showStatus(node, block, status);
      if (status.status === 'loading') watchCopies();
    },
  };
}

function readTriggerOption(node: Trigger, name: string): string | null {
  const text = node.getAttribute('data-solifyn-' + attributeName(name));
  return name === 'endpoint' && text && !isAllowedEndpoint(text) ? null : text;
}

/**
 * HTML sanitizers keep `data-*`, so a guest author can write a link that sends the form's e-mail address elsewhere. If
 * the page has an endpoint, only its origin and the page's own are allowed.
 */
function isAllowedEndpoint(text: string): boolean {
  const endpoint = readSetting('endpoint');
  const origins = [location.origin, resolveUrl(endpoint ?? '')?.origin];
  const isAllowed = !endpoint || origins.includes(resolveUrl(trimQuotes(text) ?? '')?.origin);
  if (!isAllowed) warn(`data-solifyn-endpoint="${text}" is ignored: the page's endpoint has another origin.`);
  return isAllowed;
}

function createErrorBlock(): HTMLElement {
  const block = document.createElement('div');
  block.dataset.solifynError = '';
  block.setAttribute('role', 'alert');
  block.style.maxWidth = '40ch';
  block.dir = 'auto';
  return block;
}

function showStatus(node: HTMLElement, block: HTMLElement, { status, message, href }: HostStatus): void {
  const isBusy = status === 'loading';
  removeStatus(node, block);
  if (isBusy) node.ariaBusy = 'true';
  if (isBusy || status === 'error') node.dataset.solifynState = status;
  const text = isBusy ? '' : message;
  if (!text && !href) return;
  node.after(block);
  const { page, lang } = messagesFor(node);
  block.lang = lang;
  render(messageWithLink(text, href, page), block);
}

/** Removes the state and the error block. A carousel's clone has an error block of its own. */
function removeStatus(node: HTMLElement, block?: HTMLElement): void {
  node.ariaBusy = null;
  delete node.dataset.solifynState;
  // Not by remove(), which Prototype.js replaces by one that throws without a parent.
  for (const old of [block, node.nextElementSibling])
    if (old?.matches('[data-solifyn-error]')) old.parentNode?.removeChild(old);
}

let copies: MutationObserver | undefined;

/** A router may restore a copy of the page that it made while a button was busy. No checkout runs for that button. */
function watchCopies(): void {
  if (copies) return;
  copies = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (!(node instanceof HTMLElement)) continue;
      for (const copy of [node, ...node.querySelectorAll<HTMLElement>('[data-solifyn-state]')])
        if (copy.dataset.solifynState && !(copy as HasHost)[HOST]) removeStatus(copy);
    }
  });
  copies.observe(document, { childList: true, subtree: true });
}
