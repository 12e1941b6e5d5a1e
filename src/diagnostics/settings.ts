import { attributeName, findSetting, SETTINGS, type SettingName } from '../button/config/settings.ts';
import { REQUEST_FIELDS, trimQuotes } from '../request-rules.ts';
import type { BuyButton } from './buttons.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import type { Subject as CheckedButton } from './subject.ts';

/** One value that counts, and where the seller wrote it. */
export interface Setting {
  /** As an attribute is written: `success-url`. */
  name: string;
  /** Empty if nothing is set. */
  value: string;
  source: string;
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** A button and where its settings come from. */
type Subject = Pick<CheckedButton, 'button' | 'context'>;

/** The setting that counts for the button: its own, else that of `configure`, else the script tag's, else the default. */
export function settingOf(name: SettingName, { button, context }: Subject): Setting {
  const { text, source } = findSetting(name, {
    readOption: button.readOption,
    configuration: context.configuration,
    script: context.script,
  });
  const places = {
    element: () => sourceOnButton(name, button),
    configure: () => 'configure()',
    'script tag': () => `script tag, data-${attributeName(name)}`,
    default: () => 'default',
  };
  return { name: attributeName(name), value: text ?? defaultOf(name), source: places[source]() };
}

/** The default as a seller would write it. */
export function defaultOf(name: SettingName): string {
  const { default: value } = SETTINGS[name];
  return value === false ? 'off' : String(value ?? '');
}

function sourceOnButton(name: string, { node, attribute }: BuyButton): string {
  return node.hasAttribute(attribute(name)) ? `attribute ${attribute(name)}` : 'set by a script';
}

/** Everything that counts for this button: its fields, then every setting. */
export function listSettings(subject: Subject): Setting[] {
  const { button, context } = subject;
  const fields = REQUEST_FIELDS.flatMap((name): Setting[] => {
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

/** The options that only `configure` accepts. */
function listProgrammed({
  createSession,
  credentials,
  headers,
}: DiagnosticsContext['configuration']): Setting[] {
  const texts = {
    createSession: createSession && 'your own function',
    credentials,
    // The values of headers may be secrets, and a report is passed on.
    headers: typeof headers === 'function' ? 'your own function' : headers && Object.keys(headers).join(', '),
  };
  return Object.entries(texts).flatMap(([name, value]) =>
    value ? [{ name, value, source: 'configure()' }] : [],
  );
}
