import { WHOP_SCRIPTS } from '../button/gateways/whop-origins.ts';
import { isFramedByOthers } from '../button/presentations/redirect.ts';
import { warning, type Finding } from './finding.ts';
import type { Policy } from './policy.ts';
import { settingOf } from './settings.ts';
import type { Subject } from './subject.ts';

/** Milliseconds within which the gateway's script must have started. */
const READY_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 100;

/** What was observed of the gateway's script. */
export interface GatewayScript {
  /** Addresses that failed to load so far. */
  failed: ReadonlySet<string>;
}

/** @param onChange called when a script of the gateway has loaded or failed */
export function watchGatewayScript(onChange: () => void): GatewayScript {
  const failed = new Set<string>();
  const handleEvent = ({ type, target }: Event) => {
    if (!(target instanceof HTMLScriptElement) || !target.src.startsWith(`${WHOP_SCRIPTS}/`)) return;
    if (type === 'error') failed.add(target.src);
    else failed.delete(target.src);
    onChange();
  };
  // These events do not bubble, but they can be captured.
  for (const type of ['load', 'error']) document.addEventListener(type, handleEvent, true);
  return { failed };
}

/** Whether the gateway's script mounts elements that are inserted. */
export function isGatewayRunning(): boolean {
  return (globalThis as { wco?: { listening?: boolean } }).wco?.listening === true;
}

/** The name of the gateway that shows the checkout within this page; `undefined` if the buyer leaves the page. */
export function gatewayOf(subject: Subject): string | undefined {
  const mode = settingOf('mode', subject).value.toLowerCase();
  return /^(modal|inline)$/.test(mode) && !isFramedByOthers()
    ? settingOf('gateway', subject).value
    : undefined;
}

/** Loads the gateway's script as a buyer's first hover does, and resolves when it has started or failed. */
export async function testGatewayScript(subject: Subject): Promise<Finding[]> {
  const name = gatewayOf(subject);
  if (name !== 'whop' || isGatewayRunning()) return [];
  const { context, gatewayScript, policy } = subject;
  const environment = settingOf('gatewayEnvironment', subject).value;
  const violations = watchViolations();
  context.findGateway(name)?.preload?.({
    theme: 'light',
    locale: navigator.language,
    environment: environment === 'sandbox' ? environment : 'production',
  });
  const hasFailed = () => gatewayScript.failed.size > 0 || isBlocked(policy) || violations.isSeen;
  for (let waited = 0; waited < READY_TIMEOUT_MS; waited += POLL_INTERVAL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    if (isGatewayRunning() || hasFailed()) break;
  }
  violations.stop();
  // What failed is a finding of the gateway check or of the policy.
  if (isGatewayRunning() || hasFailed()) return [];
  return [
    warning(
      `The payment window’s script did not start within ${READY_TIMEOUT_MS / 1000} seconds.`,
      'Test again. If the result stays the same, use mode="redirect".',
    ),
  ];
}

function isBlocked(policy: Policy): boolean {
  return policy.blocks('script-src', WHOP_SCRIPTS);
}

function watchViolations(): { isSeen: boolean; stop(): void } {
  const handleViolation = () => void (watch.isSeen = true);
  const watch = {
    isSeen: false,
    stop: () => document.removeEventListener('securitypolicyviolation', handleViolation),
  };
  document.addEventListener('securitypolicyviolation', handleViolation);
  return watch;
}
