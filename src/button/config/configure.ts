import { warn } from '../errors.ts';
import type { CheckoutRequest, CheckoutSession } from '../../protocol.ts';
import type { Messages } from '../messages/messages.ts';
import { script } from './script-tag.ts';
import {
  attributeName,
  findSetting,
  SETTINGS,
  type SettingName,
  type Settings,
  type SettingValues,
} from './settings.ts';

/** The options of `configure`: the settings, and others that no attribute can hold. */
export interface Configuration extends Settings {
  /** Creates the session instead of the session endpoint. `timeout` applies to it, `retries` does not. */
  createSession?: (request: CheckoutRequest) => Promise<CheckoutSession>;
  /** `credentials` of the request to the session endpoint. */
  credentials?: RequestCredentials;
  /**
   * Further headers of the request to the session endpoint, or a function that returns them. The function is called once
   * per attempt, so that each one has a fresh token of a bot check.
   */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** Own texts in place of the built-in ones. */
  messages?: Partial<Messages>;
}

/** Where a value comes from: a property of the element, a `data-solifyn-…` attribute, an option of `openCheckout`. */
export type ReadOption = (name: string) => unknown;

/** What `configure` received, the latest value of each setting. */
export const configuration: Configuration = {};

/** Called after each `configure`. */
export const configurationListeners = new Set<() => void>();

/** Settings for every button of the page, present and future. Later calls add to earlier ones. */
export function configure(options: Configuration): void {
  Object.assign(configuration, options);
  for (const follow of configurationListeners) follow();
}

/**
 * Reads a setting from the element's attribute or property, else `configure`, else the script tag, else the default. An
 * invalid value falls back to the default with a warning.
 */
export function readSetting<Name extends SettingName>(
  name: Name,
  readOption?: ReadOption,
): SettingValues[Name] {
  const { parse, default: fallback, expected } = SETTINGS[name];
  const { text } = findSetting(name, { readOption, configuration, script });
  if (text === undefined) return fallback;
  const value = parse(text);
  if (value === undefined)
    warn(`${attributeName(name)}="${text}" is not ${expected}: ${String(fallback)} is used.`);
  return value ?? fallback;
}

/** Whether anything could create a session: an endpoint, or a function given to `configure`. */
export function canCreateSession(readOption?: ReadOption): boolean {
  return !!configuration.createSession || readSetting('endpoint', readOption) !== undefined;
}
