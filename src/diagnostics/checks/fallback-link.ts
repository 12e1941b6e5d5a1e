import { fallbackFor } from '../../button/checkout-host.ts';
import { isExampleAddress } from '../example-values.ts';
import { info, warning, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** The address that sells without the script or the endpoint; `undefined` without one. */
export function fallbackOf({ button }: Pick<Subject, 'button'>): string | undefined {
  const link = button.link ?? hrefOf(button);
  return fallbackFor(link);
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
