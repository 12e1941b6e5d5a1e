import { WHOP_SCRIPTS } from '../../button/gateways/whop-origins.ts';
import { error, info, ok, type Finding } from '../finding.ts';
import { gatewayOf, isGatewayRunning } from '../gateway-script.ts';
import { settingOf } from '../settings.ts';
import type { Subject } from '../subject.ts';

/** Whether a checkout can be shown within this page, as far as the scripts and the policy show. */
export function checkGateway(subject: Subject): Finding[] {
  const name = gatewayOf(subject);
  if (name === undefined) return [];
  const findings = checkShadowRoot(subject);
  if (!subject.context.findGateway(name))
    return [
      ...findings,
      error(
        `gateway is “${name}”, but no gateway of that name is registered.`,
        'Remove the gateway setting to use the usual one, or call registerGateway before the click.',
      ),
    ];
  return [
    ...findings,
    ...(name === 'whop' ? checkWhop(subject) : [ok(`The gateway “${name}” is registered.`)]),
  ];
}

function checkShadowRoot(subject: Subject): Finding[] {
  const mode = settingOf('mode', subject).value.toLowerCase();
  return mode === 'inline' && subject.button.node.getRootNode() !== document
    ? [info('It is inside another component (a shadow root), so “inline” opens as a dialog.')]
    : [];
}

function checkWhop({ gatewayScript, policy }: Subject): Finding[] {
  if (isGatewayRunning()) return [ok('The script of the payment window has loaded and runs.')];
  const [address] = gatewayScript.failed;
  // Then the policy has reported it.
  if (policy.blocks('script-src', WHOP_SCRIPTS)) return [];
  if (address)
    return [
      error(
        `The script of the payment window, ${address}, did not load: an ad blocker, a privacy setting or the network prevents it. Buyers are offered the checkout page instead.`,
        'Try without the ad blocker. If many buyers are affected, use mode="redirect".',
      ),
    ];
  return [
    info('The script of the payment window loads when a buyer points at the button. “Test” loads it now.'),
  ];
}
