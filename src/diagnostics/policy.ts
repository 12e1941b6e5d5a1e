import { WHOP_ANALYTICS, WHOP_SCRIPTS } from '../button/gateways/whop-origins.ts';
import { error, info, warning, WEIGHT, type Finding } from './finding.ts';

/** What the button needs of a Content-Security-Policy: directive → origins. */
export type Needs = Map<string, Set<string>>;

/** What the page's Content-Security-Policy has blocked: since the panel opened and, if the browser keeps reports, before. */
export interface Policy {
  /** Whether something of that origin was blocked, and not only reported. */
  blocks(directive: string, origin: string): boolean;
  /** What was blocked of the given origins, and the exact line that allows it. */
  findings(needs: Needs): Finding[];
}

/** The directive that applies if the first one is missing. */
const PARENTS: Record<string, string> = {
  'script-src-elem': 'script-src',
  'script-src-attr': 'script-src',
  'frame-src': 'child-src',
};

interface Violation {
  directive: string;
  blocked: string;
  policy: string;
  isEnforced: boolean;
}

/** @param onChange called after each violation */
export function watchPolicy(onChange: () => void): Policy {
  const violations = new Map<string, Violation>();
  const add = (violation: Violation) => {
    const { directive, blocked, isEnforced } = violation;
    violations.set([directive, blocked, isEnforced].join(' '), violation);
    onChange();
  };
  document.addEventListener('securitypolicyviolation', (event) =>
    add({
      directive: event.effectiveDirective || event.violatedDirective,
      blocked: event.blockedURI,
      policy: event.originalPolicy,
      isEnforced: event.disposition !== 'report',
    }),
  );
  readEarlierReports(add);
  return new ObservedPolicy(violations);
}

class ObservedPolicy implements Policy {
  readonly #violations: ReadonlyMap<string, Violation>;

  constructor(violations: ReadonlyMap<string, Violation>) {
    this.#violations = violations;
  }

  blocks(directive: string, origin: string): boolean {
    return this.#of(origin).some(
      (violation) => violation.isEnforced && violation.directive.startsWith(directive),
    );
  }

  findings(needs: Needs): Finding[] {
    const origins = new Set([...needs.values()].flatMap((set) => [...set]));
    const findings = [...origins].flatMap((origin) =>
      this.#of(origin).map((violation) => describeViolation(violation, origin)),
    );
    const trustedTypes = [...this.#violations.values()].find(({ blocked }) =>
      blocked.startsWith('trusted-types'),
    );
    return [...findings, ...(trustedTypes ? [describeTrustedTypes(trustedTypes)] : [])];
  }

  #of(origin: string): Violation[] {
    return [...this.#violations.values()].filter(({ blocked }) => isFrom(blocked, origin));
  }
}

/** Some browsers keep reports from before this script ran. */
function readEarlierReports(add: (violation: Violation) => void): void {
  if (!('ReportingObserver' in globalThis)) return;
  const observer = new ReportingObserver(
    (reports) => {
      for (const { body } of reports as unknown as { body: Record<string, string> | null }[])
        if (body?.['effectiveDirective'])
          add({
            directive: body['effectiveDirective'],
            blocked: body['blockedURL'] ?? '',
            policy: body['originalPolicy'] ?? '',
            isEnforced: body['disposition'] !== 'report',
          });
    },
    { types: ['csp-violation'], buffered: true },
  );
  observer.observe();
}

function isFrom(address: string, origin: string): boolean {
  return address === origin || address.startsWith(`${origin}/`);
}

function describeViolation({ directive, blocked, policy, isEnforced }: Violation, origin: string): Finding {
  const code = lineThatAllows(policy, directive, origin);
  if (!isEnforced)
    return info(
      `A report-only Content-Security-Policy would block ${blocked} (${directive}).`,
      'Before you enforce it, make this line of it:',
      { code },
    );
  if (origin === WHOP_ANALYTICS)
    return info(
      `The Content-Security-Policy of this page blocks the payment gateway’s analytics, ${origin}. That does no harm.`,
    );
  return error(
    `The Content-Security-Policy of this page blocks ${nounFor(directive, blocked)} (${directive}).`,
    'That policy is a list of the addresses that a page may use. Your site sets it in a header of its server, in a setting of your host or in a <meta> tag. Replace the line that begins with the same word by this one, or add it:',
    { code, weight: WEIGHT.cause },
  );
}

function nounFor(directive: string, blocked: string): string {
  if (directive.startsWith('script-src'))
    return isFrom(blocked, WHOP_SCRIPTS)
      ? `the payment gateway's script ${blocked}`
      : `the script ${blocked}`;
  return directive === 'connect-src' ? `the session endpoint ${blocked}` : `the checkout's frame ${blocked}`;
}

/** The directive of that policy, or the one that applies in its place, with the origin added. */
function lineThatAllows(policy: string, directive: string, origin: string): string {
  const lines = new Map(
    policy
      .split(';')
      .map((line) => line.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );
  const parent = PARENTS[directive] ?? directive;
  const own = [directive, parent].find((name) => lines.has(name));
  // A line of its own replaces default-src, so the line repeats what that allowed.
  const sources = lines.get(own ?? 'default-src') ?? [];
  const name = own ?? (directive.startsWith('script-src') ? 'script-src' : directive);
  return [name, ...sources.filter((value) => value !== "'none'"), origin].join(' ');
}

function describeTrustedTypes({ isEnforced, directive }: Violation): Finding {
  const create = isEnforced ? error : warning;
  return directive === 'trusted-types'
    ? create(
        'The page’s Content-Security-Policy lists the Trusted Types policies that scripts may create, and the button’s or the gateway’s is not in that list.',
        'Add lit-html to that line:',
        { code: 'trusted-types lit-html', weight: WEIGHT.cause },
      )
    : create(
        'This page enforces Trusted Types, and a script address was refused: the payment gateway’s script does not support that, so no checkout can be shown within this page.',
        'Use mode="redirect", mode="new-tab" or gateway="frame". Or add “default” to the trusted-types line of the policy, and this script to the page before the button’s:',
        {
          code: "trustedTypes.createPolicy('default', { createScriptURL: (url) => (/^https:\\/\\/(js\\.whop\\.com|t\\.whop\\.tw|cdn\\.plaid\\.com)\\//.test(url) ? url : null) });",
          weight: WEIGHT.cause,
        },
      );
}
