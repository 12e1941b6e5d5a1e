import type { Settings } from '../button/config/configure.ts';
import { attributeName, trimQuotes } from '../button/values.ts';
import type { BuyButton } from './buttons.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

/** One value that counts, and where the seller wrote it. */
export interface Setting {
  /** As an attribute is written: `success-url`. */
  name: string;
  /** Empty if nothing is set. */
  value: string;
  source: string;
}

/** Each setting with its default. */
export const DEFAULTS: Record<keyof Settings, string> = {
  endpoint: '',
  mode: 'redirect',
  gateway: 'whop',
  theme: 'auto',
  successUrl: '',
  affParam: 'aff',
  discountParam: 'discount',
  utm: 'off',
  gatewayEnvironment: 'production',
  prefetch: 'none',
  timeout: '15000',
  retries: '2',
};

export const SETTING_NAMES = Object.keys(DEFAULTS) as (keyof Settings)[];

/** The fields that are sent to Solifyn, by the names of the properties. */
export const FIELD_NAMES = [
  'productId',
  'collectionId',
  'quantity',
  'discountCode',
  'aff',
  'customPrice',
  'customerEmail',
  'checkoutData',
  'customFields',
];

/** Settings that an empty text turns off, so a blank value counts. */
const MAY_BE_EMPTY = new Set<string>(['affParam', 'discountParam', 'utm']);

/** The setting as the button reads it: the button's own, else `configure`, else the script tag, else the default. */
export function settingOf(
  name: keyof Settings,
  { button, context }: { button: BuyButton; context: DiagnosticsContext },
): Setting {
  const read = (raw: unknown) =>
    MAY_BE_EMPTY.has(name) && raw !== undefined && raw !== null ? String(raw).trim() : trimQuotes(raw);
  const sources: [value: string | undefined, source: string][] = [
    [read(button.readOption(name)), sourceOnButton(name, button)],
    [read(context.configuration[name]), 'configure()'],
    [read(context.script?.dataset[name]), `script tag, data-${attributeName(name)}`],
  ];
  const [value, source] = sources.find(([found]) => found !== undefined) ?? [DEFAULTS[name], 'default'];
  return { name: attributeName(name), value: value ?? '', source };
}

function sourceOnButton(name: string, { node, attribute }: BuyButton): string {
  return node.hasAttribute(attribute(name)) ? `attribute ${attribute(name)}` : 'set by a script';
}

/** Everything that counts for this button: its fields, then every setting. */
export function listSettings(subject: { button: BuyButton; context: DiagnosticsContext }): Setting[] {
  const { button, context } = subject;
  const fields = FIELD_NAMES.flatMap((name): Setting[] => {
    const raw = button.readOption(name);
    const value = typeof raw === 'object' && raw ? JSON.stringify(raw) : trimQuotes(raw);
    return value ? [{ name: attributeName(name), value, source: sourceOnButton(name, button) }] : [];
  });
  return [
    ...fields,
    ...SETTING_NAMES.map((name) => settingOf(name, subject)),
    ...listProgrammed(context.configuration),
  ];
}

/** What only a program can set. */
function listProgrammed({
  createSession,
  credentials,
  headers,
}: DiagnosticsContext['configuration']): Setting[] {
  const values = {
    createSession: createSession && 'your own function',
    credentials,
    // The values of headers may be secrets, and a report is passed on.
    headers: typeof headers === 'function' ? 'your own function' : headers && Object.keys(headers).join(', '),
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value ? [{ name, value, source: 'configure()' }] : [],
  );
}
