import type { Settings } from '../../button/config/configure.ts';
import { attributeName, parseHttpUrl } from '../../button/values.ts';
import { isExampleAddress } from '../example-values.ts';
import { error, info, warning, type Finding } from '../finding.ts';
import { DEFAULTS, settingOf } from '../settings.ts';
import type { Subject } from '../subject.ts';

/** Below this, a time limit was meant in seconds. */
const MIN_PLAUSIBLE_TIMEOUT_MS = 1000;

/** Values of settings that cannot be meant. */
export function checkSettings(subject: Subject): Finding[] {
  return [...checkChoices(subject), ...checkNumbers(subject), ...checkSuccessUrl(subject)];
}

const CHOICES: { [name in keyof Settings]?: string[] } = {
  mode: ['redirect', 'new-tab', 'modal', 'inline'],
  theme: ['auto', 'light', 'dark'],
  gatewayEnvironment: ['production', 'sandbox'],
  prefetch: ['none', 'intent'],
};

function checkChoices(subject: Subject): Finding[] {
  return Object.entries(CHOICES).flatMap(([name, choices]) => {
    const { value, source } = settingOf(name as keyof Settings, subject);
    if (choices.includes(value.toLowerCase())) return [];
    return [
      warning(
        `${attributeName(name)} is “${value}” (${source}), which is not one of ${choices.join(', ')}.`,
        `Write one of these words. Until then, ${choices[0]} is used.`,
      ),
    ];
  });
}

function checkNumbers(subject: Subject): Finding[] {
  const minimums = { timeout: 1, retries: 0 } as const;
  const wrong = (['timeout', 'retries'] as const).flatMap((name) => {
    const { value, source } = settingOf(name, subject);
    const number = Number(value);
    if (number >= minimums[name] && Number.isInteger(number) && number < 2 ** 31) return [];
    return [
      warning(
        `${name} is “${value}” (${source}), which is not a whole number from ${minimums[name]}.`,
        `Write a number. Until then, ${DEFAULTS[name]} is used.`,
      ),
    ];
  });
  const { value, source } = settingOf('timeout', subject);
  if (Number(value) >= 1 && Number(value) < MIN_PLAUSIBLE_TIMEOUT_MS)
    wrong.push(
      warning(
        `timeout is ${value} (${source}). That is milliseconds, so the button gives up after ${Number(value) / 1000} seconds.`,
        `For ${value} seconds, write ${Number(value) * 1000}.`,
      ),
    );
  return wrong;
}

function checkSuccessUrl(subject: Subject): Finding[] {
  const { value, source } = settingOf('successUrl', subject);
  if (!value) return [];
  if (!parseHttpUrl(value, document.baseURI))
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
