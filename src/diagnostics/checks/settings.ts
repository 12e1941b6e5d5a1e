import { resolveUrl } from '../../button/base-url.ts';
import { attributeName, SETTINGS } from '../../button/config/settings.ts';
import { findMissingScheme } from '../address-mistakes.ts';
import { isExampleAddress } from '../example-values.ts';
import { error, info, warning, type Finding } from '../finding.ts';
import { defaultOf, SETTING_NAMES, settingOf } from '../settings.ts';
import type { Subject } from '../subject.ts';

/** Below this, a time limit was meant in seconds. */
const MIN_PLAUSIBLE_TIMEOUT_MS = 1000;

/** Values of settings that cannot be meant. */
export function checkSettings(subject: Subject): Finding[] {
  return [...checkValues(subject), ...checkTimeout(subject), ...checkSuccessUrl(subject)];
}

function checkValues(subject: Subject): Finding[] {
  return SETTING_NAMES.flatMap((name) => {
    const { value, source } = settingOf(name, subject);
    const { parse, expected } = SETTINGS[name];
    if (!value || parse(value) !== undefined) return [];
    return [
      warning(
        `${attributeName(name)} is “${value}” (${source}), which is not ${expected}.`,
        `Correct or remove it. Until then, ${defaultOf(name)} is used.`,
      ),
    ];
  });
}

function checkTimeout(subject: Subject): Finding[] {
  const { value, source } = settingOf('timeout', subject);
  const milliseconds = SETTINGS.timeout.parse(value);
  if (milliseconds === undefined || milliseconds >= MIN_PLAUSIBLE_TIMEOUT_MS) return [];
  return [
    warning(
      `timeout is ${value} (${source}). That is milliseconds, so the button gives up after ${milliseconds / 1000} seconds.`,
      `For ${value} seconds, write ${milliseconds * 1000}.`,
    ),
  ];
}

function checkSuccessUrl(subject: Subject): Finding[] {
  const { value, source } = settingOf('successUrl', subject);
  if (!value) return [];
  const mistake = findMissingScheme(value);
  if (mistake)
    return [
      error(`success-url is “${value}” (${source}). It ${mistake.text}`, mistake.fix, {
        ...(mistake.code && { code: mistake.code }),
      }),
    ];
  if (!resolveUrl(value))
    return [
      error(
        `success-url is “${value}” (${source}), which is not a web address: buyers stay on this page after paying.`,
        'Write an address that begins with https://, or a path such as /thanks.',
      ),
    ];
  if (isExampleAddress(value))
    return [
      warning(
        `success-url is “${value}” (${source}), the example from the instructions.`,
        'Write the address of your own thank-you page, or remove success-url.',
      ),
    ];
  const mode = settingOf('mode', subject).value.toLowerCase();
  return /^(?:modal|inline)$/.test(mode)
    ? []
    : [
        info(
          `success-url has no effect in mode “${mode}”: the checkout page decides where buyers go after paying.`,
        ),
      ];
}
