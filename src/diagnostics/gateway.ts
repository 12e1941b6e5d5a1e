import { isFramedByOthers } from '../button/presentations/redirect.ts';
import type { BuyButton } from './buttons.ts';
import { bad, doubt, good, note, type Finding } from './finding.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import { need, PIXEL, type Needs, type Policy } from './policy.ts';
import { settingOf } from './settings.ts';

/** Where the payment gateway's script comes from, and its pages by environment (`@whop/checkout` 0.5.0). */
export const WHOP_SCRIPTS = 'https://js.whop.com';
const WHOP_PAGES = { production: 'https://whop.com', sandbox: 'https://sandbox.whop.com' };

/** Milliseconds until the gateway's script must listen, and between two looks. */
const PATIENCE = 10_000;
const LOOK = 100;

/** What the page's own events tell of the gateway's script. */
export interface GatewayWatch {
  /** Addresses that failed to load so far. */
  failed: ReadonlySet<string>;
}

/** @param onChange called when a script of the gateway has loaded or failed */
export function watchGateway(onChange: () => void): GatewayWatch {
  const failed = new Set<string>();
  const hear = ({ type, target }: Event) => {
    if (!(target instanceof HTMLScriptElement) || !target.src.startsWith(`${WHOP_SCRIPTS}/`)) return;
    if (type === 'error') failed.add(target.src);
    else failed.delete(target.src);
    onChange();
  };
  // Neither bubbles; on the way down everybody hears them.
  for (const type of ['load', 'error']) document.addEventListener(type, hear, true);
  return { failed };
}

/** Whether the gateway's script mounts what is inserted. */
function isListening(): boolean {
  return (globalThis as { wco?: { listening?: boolean } }).wco?.listening === true;
}

/** Who shows the checkout within this page; `undefined` where the buyer leaves it. */
export function gatewayOf(button: BuyButton, internals: DiagnosticsContext): string | undefined {
  const mode = settingOf('mode', button, internals).value.toLowerCase();
  return /^(modal|inline)$/.test(mode) && !isFramedByOthers()
    ? settingOf('gateway', button, internals).value
    : undefined;
}

/** Whether a checkout can be shown within this page, as far as was seen. */
export function checkGateway(
  button: BuyButton,
  internals: DiagnosticsContext,
  { failed }: GatewayWatch,
  policy: Policy,
): Finding[] {
  const name = gatewayOf(button, internals);
  if (name === undefined) return [];
  const findings: Finding[] = [];
  const mode = settingOf('mode', button, internals).value.toLowerCase();
  if (mode === 'inline' && button.node.getRootNode() !== document)
    findings.push(
      note('It stands in another component’s shadow root, so “inline” opens as a dialog (modal).'),
    );
  if (!internals.findGateway(name))
    return [
      ...findings,
      bad(
        `gateway is “${name}”, and nobody registered a gateway of that name.`,
        'Remove the gateway setting to use the usual one, or call registerGateway before the click.',
      ),
    ];
  if (name !== 'whop') return [...findings, good(`The gateway “${name}” is registered.`)];
  if (isListening()) return [...findings, good('The gateway’s script has loaded and runs.')];
  const [address] = failed;
  if (address && !policy.refuses('script-src', WHOP_SCRIPTS))
    return [
      ...findings,
      bad(
        `The gateway’s script ${address} did not load: an ad blocker, a privacy setting or the network is in the way. The buyer is offered the hosted checkout page instead.`,
        'Try without the ad blocker. If many buyers are affected, use mode="redirect".',
      ),
    ];
  if (!address)
    findings.push(
      note(`The gateway’s script is fetched when a buyer points at the button. “Test” fetches it now.`),
    );
  return findings;
}

/** Fetches the gateway's script as a pointing buyer does, and resolves when that has worked or failed. */
export async function tryGateway(
  button: BuyButton,
  internals: DiagnosticsContext,
  watch: GatewayWatch,
  policy: Policy,
): Promise<Finding[]> {
  const name = gatewayOf(button, internals);
  if (name !== 'whop' || isListening()) return [];
  let refused = false;
  const hear = () => (refused = true);
  document.addEventListener('securitypolicyviolation', hear);
  const { value } = settingOf('gatewayEnvironment', button, internals);
  internals.findGateway(name)?.preload?.({
    theme: 'light',
    locale: navigator.language,
    environment: value === 'sandbox' ? value : 'production',
  });
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (isListening() || watch.failed.size || refused) break;
  }
  document.removeEventListener('securitypolicyviolation', hear);
  if (isListening() || watch.failed.size || policy.refuses('script-src', WHOP_SCRIPTS) || refused) return [];
  return [
    doubt(
      `The gateway’s script did not start within ${PATIENCE / 1000} seconds.`,
      'Test again; if it stays so, use mode="redirect".',
    ),
  ];
}

/** What the gateway needs of the page's Content-Security-Policy. */
export function needsOfGateway(
  needs: Needs,
  button: BuyButton,
  internals: DiagnosticsContext,
  checkoutOrigin: string | undefined,
): void {
  const name = gatewayOf(button, internals);
  if (name === 'frame') need(needs, 'frame-src', checkoutOrigin ?? 'https://solifyn.com');
  if (name !== 'whop') return;
  const { value } = settingOf('gatewayEnvironment', button, internals);
  need(needs, 'script-src', WHOP_SCRIPTS, PIXEL);
  need(needs, 'frame-src', value === 'sandbox' ? WHOP_PAGES.sandbox : WHOP_PAGES.production);
}
