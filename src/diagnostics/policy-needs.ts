import { WHOP_ANALYTICS, WHOP_PAGES, WHOP_SCRIPTS } from '../button/gateways/whop-origins.ts';
import { endpointOf } from './checks/endpoint-address.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import { gatewayOf } from './gateway-script.ts';
import type { Needs } from './policy.ts';
import { settingOf } from './settings.ts';
import type { Subject } from './subject.ts';

/** What a strict Content-Security-Policy must allow for these buttons. */
export function needsOf(
  subjects: readonly Subject[],
  { scriptUrl }: DiagnosticsContext,
  checkoutOrigin: string | undefined,
): Needs {
  const needs: Needs = new Map();
  if (scriptUrl) add(needs, 'script-src', new URL(scriptUrl).origin);
  for (const subject of subjects) {
    const endpoint = endpointOf(subject);
    if (endpoint) add(needs, 'connect-src', endpoint.origin);
    addGateway(needs, subject, checkoutOrigin);
  }
  return needs;
}

function addGateway(needs: Needs, subject: Subject, checkoutOrigin: string | undefined): void {
  const name = gatewayOf(subject);
  if (name === 'frame') add(needs, 'frame-src', checkoutOrigin ?? 'https://solifyn.com');
  if (name !== 'whop') return;
  const { value } = settingOf('gatewayEnvironment', subject);
  add(needs, 'script-src', WHOP_SCRIPTS, WHOP_ANALYTICS);
  add(needs, 'frame-src', value === 'sandbox' ? WHOP_PAGES.sandbox : WHOP_PAGES.production);
}

function add(needs: Needs, directive: string, ...origins: string[]): void {
  const known = needs.get(directive) ?? new Set<string>();
  for (const origin of origins) known.add(origin);
  needs.set(directive, known);
}

/** The lines of such a policy, with `'self'` for the origin of this page. */
export function policyLines(needs: Needs): string {
  const source = (origin: string) => (origin === location.origin ? "'self'" : origin);
  const lines = [...needs].map(([directive, origins]) => [directive, ...[...origins].map(source)].join(' '));
  return [...lines, 'trusted-types lit-html'].map((line) => `${line};`).join('\n');
}
