import { fallbackFor } from '../../button/checkout-host.ts';
import { findBackslashes, findMissingScheme, type Mistake } from '../address-mistakes.ts';
import { isExampleAddress, isUnfilledTemplate } from '../example-values.ts';
import { error, info, warning, WEIGHT, type Finding } from '../finding.ts';
import { settingOf } from '../settings.ts';
import type { Subject } from '../subject.ts';

/** The address that sells without the script or the endpoint; `undefined` without one. */
export function fallbackOf({ button }: Pick<Subject, 'button'>): string | undefined {
  return fallbackFor(linkOf(button));
}

function linkOf(button: Subject['button']): Element | null {
  return button.link ?? hrefOf(button);
}

/** The element's own `href` counts if there is no link in it. */
function hrefOf({ node, readOption }: Subject['button']): Element | null {
  const href = readOption('href');
  if (typeof href !== 'string' || !href || node.matches('a')) return null;
  const link = document.createElement('a');
  link.setAttribute('href', href);
  return link;
}

/** Whether buyers can still buy if the script or the endpoint fails. */
export function checkFallbackLink(subject: Subject): Finding[] {
  const { button } = subject;
  const address = fallbackOf(subject);
  const href = linkOf(button)?.getAttribute('href')?.trim() ?? '';
  const mistake = address === undefined ? undefined : findLinkMistake(href);
  if (mistake) return [describeMistake(href, mistake, subject)];
  if (address && isExampleAddress(address))
    return [
      warning(
        `Its link leads to ${address}, an example from the instructions.`,
        'Replace it by the checkout link of your product, which your Solifyn dashboard shows.',
      ),
    ];
  if (address) return [];
  return [
    info(
      'It has no fallback link: if the script or the session endpoint does not work, nobody can buy.',
      button.node.matches('a')
        ? 'Put the address of your checkout link into href.'
        : 'Put a link to your checkout between its tags: <a href="https://…">Buy now</a>.',
    ),
  ];
}

/** What is wrong in the text of a link that a browser opens nevertheless, as a page of this site. */
function findLinkMistake(href: string): Mistake | undefined {
  if (isUnfilledTemplate(href))
    return {
      text: 'is a field that your site builder did not fill in.',
      fix: 'Write the checkout link of your product, which your Solifyn dashboard shows.',
    };
  return findBackslashes(href) ?? findMissingScheme(href);
}

/** Without an endpoint the link is all that sells. */
function describeMistake(href: string, { text, fix, code }: Mistake, subject: Subject): Finding {
  const isAll = !settingOf('endpoint', subject).value && !subject.context.configuration.createSession;
  return (isAll ? error : warning)(`Its link leads to “${href}”. It ${text}`, fix, {
    weight: WEIGHT.cause,
    ...(code && { code }),
  });
}
