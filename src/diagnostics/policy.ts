import { bad, doubt, note, type Finding } from './finding.ts';

/** What the button needs of a Content-Security-Policy: directive → origins. */
export type Needs = Map<string, Set<string>>;

/** A look at what the page's Content-Security-Policy refused, from now on and, where the browser tells, before. */
export interface Policy {
  /** Whether something of that origin was refused, and not only reported. */
  refuses(directive: string, origin: string): boolean;
  /** What was refused of the given origins, and the exact line that lets it in. */
  findings(needs: Needs): Finding[];
}

/** Which directive a browser looks at where the first one is missing. */
const PARENTS: Record<string, string> = {
  'script-src-elem': 'script-src',
  'script-src-attr': 'script-src',
  'frame-src': 'child-src',
};

interface Violation {
  directive: string;
  blocked: string;
  policy: string;
  enforced: boolean;
}

/** @param onChange called after each violation */
export function watchPolicy(onChange: () => void): Policy {
  const violations = new Map<string, Violation>();
  const add = ({ directive, blocked, policy, enforced }: Violation) => {
    violations.set([directive, blocked, enforced].join(' '), { directive, blocked, policy, enforced });
    onChange();
  };
  document.addEventListener('securitypolicyviolation', (event) =>
    add({
      directive: event.effectiveDirective || event.violatedDirective,
      blocked: event.blockedURI,
      policy: event.originalPolicy,
      enforced: event.disposition !== 'report',
    }),
  );
  watchPast(add);

  const of = (origin: string) => [...violations.values()].filter(({ blocked }) => isOf(blocked, origin));
  return {
    refuses: (directive, origin) =>
      of(origin).some((violation) => violation.enforced && violation.directive.startsWith(directive)),
    findings: (needs) => {
      const origins = new Set([...needs.values()].flatMap((set) => [...set]));
      const refused = [...origins].flatMap((origin) => of(origin).map((found) => refusal(found, origin)));
      const sinks = [...violations.values()].filter(({ blocked }) => blocked.startsWith('trusted-types'));
      return [...refused, ...(sinks[0] ? [trustedTypes(sinks[0])] : [])];
    },
  };
}

/** Browsers that keep reports hand out those from before we listened. */
function watchPast(add: (violation: Violation) => void): void {
  if (!('ReportingObserver' in globalThis)) return;
  const observer = new ReportingObserver(
    (reports) => {
      for (const { body } of reports as unknown as { body: Record<string, string> | null }[])
        if (body?.['effectiveDirective'])
          add({
            directive: body['effectiveDirective'],
            blocked: body['blockedURL'] ?? '',
            policy: body['originalPolicy'] ?? '',
            enforced: body['disposition'] !== 'report',
          });
    },
    { types: ['csp-violation'], buffered: true },
  );
  observer.observe();
}

function isOf(address: string, origin: string): boolean {
  return address === origin || address.startsWith(`${origin}/`);
}

function refusal({ directive, blocked, policy, enforced }: Violation, origin: string): Finding {
  if (!enforced)
    return note(
      `A report-only Content-Security-Policy would block ${blocked} (${directive}).`,
      'Before it is enforced, allow it:',
      allowing(policy, directive, origin),
    );
  if (origin === PIXEL)
    return note(
      `This page's Content-Security-Policy blocks the gateway's analytics, ${origin}. That does no harm.`,
    );
  const what = directive.startsWith('script-src')
    ? `${blocked.startsWith('https://js.whop.com') ? "the gateway's script" : 'the script'} ${blocked}`
    : directive === 'connect-src'
      ? `the session endpoint ${blocked}`
      : `the checkout's frame ${blocked}`;
  return bad(
    `The Content-Security-Policy of this page blocks ${what} (${directive}).`,
    'Where your site sets the policy (a header of the server, or a <meta> tag), make this line:',
    allowing(policy, directive, origin),
  );
}

/** The gateway loads it beside its own script. */
export const PIXEL = 'https://t.whop.tw';

/** The directive of that policy, or the one that it falls back to, with the origin added. */
function allowing(policy: string, directive: string, origin: string): string {
  const lines = new Map(
    policy
      .split(';')
      .map((line) => line.trim().split(/\s+/))
      .map(([name = '', ...values]) => [name, values]),
  );
  const parent = PARENTS[directive] ?? directive;
  const own = [directive, parent].find((name) => lines.has(name));
  const values = lines.get(own ?? 'default-src') ?? [];
  // A line of its own replaces default-src for it, so what that allowed is repeated.
  const name = own ?? (directive.startsWith('script-src') ? 'script-src' : directive);
  return [name, ...values.filter((value) => value !== "'none'"), origin].join(' ');
}

function trustedTypes({ enforced, directive }: Violation): Finding {
  const make = enforced ? bad : doubt;
  return directive === 'trusted-types'
    ? make(
        'The page’s Content-Security-Policy names the Trusted Types policies that may be made, and the button’s or the gateway’s is not among them.',
        'Add lit-html to that line:',
        'trusted-types lit-html',
      )
    : make(
        'This page enforces Trusted Types, and a script address was refused: the gateway’s script is not written for that, so no checkout can be shown within this page.',
        'Use mode="redirect" or "new-tab", or gateway="frame"; or add “default” to the trusted-types line of the policy, and this script to the page before the button’s:',
        "trustedTypes.createPolicy('default', { createScriptURL: (url) => (/^https:\\/\\/(js\\.whop\\.com|t\\.whop\\.tw|cdn\\.plaid\\.com)\\//.test(url) ? url : null) });",
      );
}

/** The lines that a strict policy needs, this very page's origin as `'self'`. */
export function policyLines(needs: Needs): string {
  const source = (origin: string) => (origin === location.origin ? "'self'" : origin);
  return [...needs]
    .map(([directive, origins]) => [directive, ...[...origins].map(source)].join(' ') + ';')
    .join('\n');
}

/** Adds to the needs. */
export function need(needs: Needs, directive: string, ...origins: (string | undefined)[]): void {
  for (const origin of origins)
    if (origin) needs.set(directive, (needs.get(directive) ?? new Set<string>()).add(origin));
}
