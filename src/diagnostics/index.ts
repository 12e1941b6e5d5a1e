/**
 * The self-diagnosis: the second file beside the drop-in, fetched only where the page's address says `?solifyn-debug`.
 * It looks at every buy button of the page and says in plain words what is right and what is wrong.
 */
import { findBuyButtons, findStrays, type BuyButton } from './buttons.ts';
import { checkEndpoint } from './endpoint.ts';
import { bad, doubt, type Finding } from './finding.ts';
import { checkGateway, needsOfGateway, tryGateway, watchGateway } from './gateway.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import { Panel } from './panel.ts';
import { checkPlacement, tryTab } from './frame.ts';
import { need, policyLines, watchPolicy, type Needs } from './policy.ts';
import type { ButtonReport, Report } from './report.ts';
import { checkRequest } from './request.ts';
import { checkScript } from './script.ts';
import { checkSettings, settingOf, settingsOf } from './settings.ts';
import { tryEndpoint } from './endpoint-test.ts';

/** Milliseconds between two looks. Properties, shadow roots and form controls tell nobody when they change. */
const LOOK = 500;

/** Called by the drop-in, with what only it knows. */
export default function diagnose(internals: DiagnosticsContext): void {
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', () => start(internals), { once: true });
  else start(internals);
}

function start(internals: DiagnosticsContext): void {
  const tested = new WeakMap<HTMLElement, Finding[]>();
  const clicked = new WeakMap<EventTarget, Finding>();
  let checkoutOrigin: string | undefined;

  const look = () => panel.show(report());
  const policy = watchPolicy(() => queueMicrotask(look));
  const gateway = watchGateway(() => queueMicrotask(look));

  const check = (button: BuyButton): ButtonReport => {
    const { request, findings } = checkRequest(button, internals);
    const last = clicked.get(button.node);
    const tests = tested.get(button.node);
    return {
      node: button.node,
      tag: button.tag,
      label: button.label,
      settings: settingsOf(button, internals),
      ...(request && { body: JSON.stringify(request, null, 2) }),
      ...(tests && { tested: tests }),
      findings: [
        ...(last ? [last] : []),
        ...findings,
        ...checkEndpoint(button, internals).findings,
        ...checkGateway(button, internals, gateway, policy),
        ...checkSettings(button, internals),
      ],
    };
  };

  const report = (): Report => {
    const buttons = findBuyButtons();
    const needs: Needs = new Map();
    need(needs, 'script-src', internals.scriptUrl && new URL(internals.scriptUrl).origin);
    for (const button of buttons) {
      need(needs, 'connect-src', checkEndpoint(button, internals).url?.origin);
      needsOfGateway(needs, button, internals, checkoutOrigin);
    }
    return {
      page: [...checkScript(internals), ...checkPlacement(), ...checkButtons(buttons)],
      buttons: buttons.map(check),
      refused: policy.findings(needs),
      policy: [policyLines(needs), 'trusted-types lit-html;'].join('\n'),
    };
  };

  const test = async (node: HTMLElement) => {
    const button = findBuyButtons().find((candidate) => candidate.node === node);
    if (!button) return;
    // Within the click, or the browser blocks the tab.
    const tab = tryTab();
    const { request } = checkRequest(button, internals);
    const { url } = checkEndpoint(button, internals);
    const { configuration } = internals;
    const timeout = Number(settingOf('timeout', button, internals).value) || 15_000;
    const [answer, embed] = await Promise.all([
      request && (url || configuration.createSession)
        ? tryEndpoint({ url, request, configuration, timeout, policy })
        : [bad('The endpoint was not asked: correct the problem above first.')],
      tryGateway(button, internals, gateway, policy),
    ]);
    const href = answer.find((finding) => finding.href)?.href;
    if (href) checkoutOrigin = new URL(href).origin;
    tested.set(node, [...tab, ...answer, ...embed]);
    look();
  };

  const panel = new Panel({ onTest: test });
  document.addEventListener('solifyn-checkout-error', (event) => {
    const { error } = event.detail;
    clicked.set(event.composedPath()[0]!, bad(`The last click failed (${error.code}): ${error.message}`));
    look();
  });
  document.addEventListener('solifyn-checkout-session', (event) => {
    clicked.delete(event.composedPath()[0]!);
    checkoutOrigin = new URL(event.detail.session.checkout_url).origin;
    look();
  });
  look();
  setInterval(look, LOOK);
}

/** What was meant to be a buy button and is none, and a tag that was never closed. */
function checkButtons(buttons: BuyButton[]): Finding[] {
  const findings = findStrays().map((node) =>
    node.localName.startsWith('solifyn-')
      ? bad(`The page has a <${node.localName}>, which nothing defines.`, 'Write <solifyn-buy-button>.')
      : bad(
          `A <${node.localName}> has data-solifyn-product-id or the like, but only links and buttons become buy buttons.`,
          'Put the attribute on an <a> or a <button>.',
        ),
  );
  if (buttons.some(({ node }) => node.matches('solifyn-buy-button solifyn-buy-button')))
    findings.push(
      bad(
        'A <solifyn-buy-button> stands inside another one: the first is not closed.',
        'End each with </solifyn-buy-button>. <solifyn-buy-button /> is not enough in HTML.',
      ),
    );
  if (!buttons.length)
    findings.push(
      doubt(
        'There is no buy button on this page yet.',
        'Add <solifyn-buy-button product-id="prod_…">Buy now</solifyn-buy-button>. If you did, the site builder has taken it out.',
      ),
    );
  return findings;
}
