import { findBuyButtons, type BuyButton } from './buttons.ts';
import { testButton } from './button-test.ts';
import { checkContrast } from './checks/contrast.ts';
import { checkEndpointAddress, endpointOf } from './checks/endpoint-address.ts';
import { checkFallbackLink } from './checks/fallback-link.ts';
import { checkFrame, testTab } from './checks/frame.ts';
import { checkGateway } from './checks/gateway.ts';
import { checkIds } from './checks/ids.ts';
import { checkNoButtons } from './checks/no-buttons.ts';
import { checkPastedAsText } from './checks/pasted-as-text.ts';
import { checkRequest, requestOf } from './checks/request.ts';
import { checkScript } from './checks/script.ts';
import { checkSecretKey, findKeysInPage } from './checks/secret-key.ts';
import { checkSettings } from './checks/settings.ts';
import { checkConfigureSpelling, checkScriptSpelling, checkSpelling } from './checks/spelling.ts';
import { checkUnclosedTags } from './checks/unclosed-tag.ts';
import { checkVisibility } from './checks/visibility.ts';
import { checkWrongTags } from './checks/wrong-tag.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import { error, type Finding } from './finding.ts';
import { watchGatewayScript, type GatewayScript } from './gateway-script.ts';
import { cacheUntilChange } from './page-elements.ts';
import { Panel } from './panel/panel.ts';
import { needsOf, policyLines } from './policy-needs.ts';
import { watchPolicy, type Policy } from './policy.ts';
import { redactReport, type ButtonReport, type Report } from './report.ts';
import { listSettings } from './settings.ts';
import type { Check, Subject, TestResult } from './subject.ts';

/** The checks of one button. Their findings are sorted afterwards. */
const BUTTON_CHECKS: readonly Check[] = [
  checkIds,
  checkRequest,
  checkEndpointAddress,
  checkGateway,
  checkSettings,
  checkSpelling,
  checkFallbackLink,
  checkVisibility,
  checkContrast,
];

/** Properties, shadow roots and form controls fire no event when they change. */
const UPDATE_INTERVAL_MS = 500;

/** A test of exactly this request to exactly this address. */
interface StoredTest {
  key: string;
  result: TestResult;
}

/** Checks the page again and again, and shows the report in a panel. */
export class Diagnosis {
  readonly #context: DiagnosticsContext;
  readonly #policy: Policy = watchPolicy(() => this.#updateSoon());
  readonly #gatewayScript: GatewayScript = watchGatewayScript(() => this.#updateSoon());
  readonly #checkDocument: () => Finding[];
  readonly #tests = new WeakMap<HTMLElement, StoredTest>();
  /** The last failure of a click on each button. */
  readonly #failures = new WeakMap<EventTarget, Finding>();
  #checkoutOrigin: string | undefined;
  #panel: Panel | undefined;

  constructor(context: DiagnosticsContext) {
    this.#context = context;
    const findKeys = cacheUntilChange(findKeysInPage);
    const checkMarkup = cacheUntilChange(() => [...checkPastedAsText(), ...checkWrongTags()]);
    this.#checkDocument = () => [...checkSecretKey(findKeys(), context), ...checkMarkup()];
  }

  start(): void {
    this.#panel = new Panel({
      onTest: (nodes) => this.#test(nodes),
    });
    document.addEventListener('solifyn-checkout-error', (event) => this.#handleError(event));
    document.addEventListener('solifyn-checkout-session', (event) => this.#handleSession(event));
    this.#update();
    setInterval(() => this.#update(), UPDATE_INTERVAL_MS);
  }

  #handleError(event: HTMLElementEventMap['solifyn-checkout-error']): void {
    const { code, message, requestId } = event.detail.error as CheckoutErrorLike;
    const target = event.composedPath()[0];
    if (!target || code === 'canceled') return;
    const hint = requestId && `To find this in the endpoint’s log, search for the request ID ${requestId}`;
    this.#failures.set(target, error(`The last click failed (${code}): ${message}`, hint));
    if (target instanceof HTMLElement) this.#tests.delete(target);
    this.#update();
  }

  #handleSession(event: HTMLElementEventMap['solifyn-checkout-session']): void {
    const target = event.composedPath()[0];
    if (target) this.#failures.delete(target);
    this.#checkoutOrigin = new URL(event.detail.session.checkout_url).origin;
    this.#update();
  }

  #update(): void {
    this.#panel?.show(redactReport(this.#createReport()));
  }

  /** After the event that is being handled. */
  #updateSoon(): void {
    queueMicrotask(() => this.#update());
  }

  #createReport(): Report {
    const buttons = findBuyButtons();
    const subjects = buttons.map((button) => this.#subjectOf(button));
    const needs = needsOf(subjects, this.#context, this.#checkoutOrigin);
    return {
      page: [
        ...checkScript(this.#context),
        ...checkScriptSpelling(this.#context),
        ...checkConfigureSpelling(this.#context),
        ...checkFrame(this.#context),
        ...this.#checkDocument(),
        ...checkUnclosedTags(buttons),
        ...checkNoButtons(buttons),
        ...this.#policy.findings(needs),
      ],
      buttons: subjects.map((subject) => this.#reportButton(subject)),
      policy: policyLines(needs),
    };
  }

  #subjectOf(button: BuyButton): Subject {
    const subject = {
      button,
      context: this.#context,
      policy: this.#policy,
      gatewayScript: this.#gatewayScript,
    };
    const stored = this.#tests.get(button.node);
    return stored?.key === keyOf(subject) ? { ...subject, test: stored.result } : subject;
  }

  #reportButton(subject: Subject): ButtonReport {
    const { button, test } = subject;
    const request = requestOf(subject);
    // A test finds more of the cause than the message of a failed click.
    const failure = test ? undefined : this.#failures.get(button.node);
    return {
      node: button.node,
      tag: button.tag,
      label: button.label,
      settings: listSettings(subject),
      ...(request && { body: JSON.stringify(request, null, 2) }),
      isTested: test !== undefined,
      findings: [
        ...(failure ? [failure] : []),
        ...(test?.findings ?? []),
        ...BUTTON_CHECKS.flatMap((check) => check(subject)),
      ],
    };
  }

  /** Tests these buttons one after the other. Called within the click, since only a click may open a tab. */
  async #test(nodes: readonly HTMLElement[]): Promise<void> {
    const tab = testTab();
    const results = new Map<string, TestResult>();
    const hasKey = checkSecretKey(findKeysInPage(), this.#context).length > 0;
    for (const button of findBuyButtons().filter(({ node }) => nodes.includes(node))) {
      const subject = this.#subjectOf(button);
      const key = keyOf(subject);
      const result = results.get(key) ?? (await testButton(subject, hasKey));
      results.set(key, result);
      this.#failures.delete(button.node);
      this.#tests.set(button.node, { key, result: { ...result, findings: [...tab, ...result.findings] } });
      if (result.checkoutUrl) this.#checkoutOrigin = new URL(result.checkoutUrl).origin;
      this.#update();
    }
  }
}

/** What is read of a CheckoutError. */
interface CheckoutErrorLike {
  code: string;
  message: string;
  requestId?: string;
}

/** The same key means the same request to the same address. */
function keyOf(subject: Pick<Subject, 'button' | 'context'> & Subject): string {
  return JSON.stringify([requestOf(subject), endpointOf(subject)?.href, listSettings(subject)]);
}
