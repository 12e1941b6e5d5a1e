import { trimQuotes } from '../../request-rules.ts';
import { TAG } from '../buttons.ts';
import { error, warning, WEIGHT, type Finding } from '../finding.ts';
import { PANEL_ATTRIBUTE, tagOf } from '../page-elements.ts';
import type { Subject } from '../subject.ts';

const DISABLED = warning(
  'It is disabled, so a click does nothing.',
  'That is right for something that is sold out. Otherwise remove the attribute disabled.',
);

/** Whether a buyer can see the button and click it. */
export function checkVisibility({ button }: Subject): Finding[] {
  const { node } = button;
  const findings = isDisabled(button) ? [DISABLED] : [];
  if (node.parentElement?.closest(TAG))
    return [
      ...findings,
      error(
        `It is inside a <${TAG}>, which is a buy button already, and does not show.`,
        `Remove the attributes that begin with data-solifyn- from this ${tagOf(node)}, or take it out of the <${TAG}>.`,
        { weight: WEIGHT.cause },
      ),
    ];
  if (!isVisible(node))
    return [
      ...findings,
      warning(
        'The page hides it.',
        'Search for display: none, visibility: hidden, opacity: 0 or a height of 0 on it and around it.',
      ),
    ];
  if (isOffPage(node))
    return [
      ...findings,
      warning(
        'It is outside of the page, where nobody can scroll to it.',
        'Search the CSS of the page for a negative left or top, such as left: -9999px.',
      ),
    ];
  if (node.closest('[inert]'))
    findings.push(
      error(
        'Clicks do not reach it: it is in a block with the attribute inert.',
        'Remove inert, or wait until the page removes it, for example when its menu is closed.',
      ),
    );
  else if (getComputedStyle(node).pointerEvents === 'none' && !isDisabled(button))
    findings.push(
      error(
        'Clicks go through it: the page sets pointer-events: none.',
        'Remove that rule from the CSS of the page.',
      ),
    );
  return [...findings, ...checkCover(node), ...checkNesting(node)];
}

function isDisabled({ node, readOption, attribute }: Subject['button']): boolean {
  if (node.matches(':disabled')) return true;
  const value = trimQuotes(readOption('disabled'))?.toLowerCase();
  return node.hasAttribute(attribute('disabled')) && value !== 'false';
}

const INVISIBLE: CheckVisibilityOptions = { opacityProperty: true, visibilityProperty: true };

function isVisible(node: HTMLElement): boolean {
  // Safari has checkVisibility since 17.4.
  const isShown = (node as Partial<HTMLElement>).checkVisibility?.call(node, INVISIBLE) ?? true;
  const { width, height } = node.getBoundingClientRect();
  return isShown && width > 0 && height > 0 && !isCutOff(node);
}

/** Whether it is in a block without width or height that hides what does not fit, such as a closed accordion. */
function isCutOff(node: Element): boolean {
  for (let outer = node.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
    if (outer.clientWidth && outer.clientHeight) continue;
    const { overflowX, overflowY, display } = getComputedStyle(outer);
    const isBox = !/^(?:inline|contents)$/.test(display);
    if (isBox && overflowX !== 'visible' && overflowY !== 'visible') return true;
  }
  return false;
}

/** Whether the button is to the left of the page or above it. */
function isOffPage(node: HTMLElement): boolean {
  const { right, bottom } = node.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(node.ownerDocument.documentElement).direction === 'rtl';
  return (!isRightToLeft && right + scrollX <= 0) || bottom + scrollY <= 0;
}

/** Whether something else lies over the middle of the button. */
function checkCover(node: HTMLElement): Finding[] {
  const { left, top, width, height } = node.getBoundingClientRect();
  const root = node.getRootNode() as Document | ShadowRoot;
  const found = root.elementFromPoint(left + width / 2, top + height / 2);
  const isOpen = node.ownerDocument.querySelector('dialog[open]') !== null;
  if (!found || isOpen || node.contains(found) || found.contains(node) || found.hasAttribute(PANEL_ATTRIBUTE))
    return [];
  return [
    warning(
      `Something lies over it: a ${tagOf(found)}${found.id ? ` with the id “${found.id}”` : ''}. A click does not reach the button.`,
      'Move one of the two. A cookie banner is fine, as long as visitors can close it.',
    ),
  ];
}

/** A link around the button is followed by the same click. */
function checkNesting(node: HTMLElement): Finding[] {
  const outer = node.parentElement?.closest('a[href],button');
  return outer
    ? [
        warning(
          `It is inside ${tagOf(outer)}, so a click does two things at once.`,
          `Take the button out of the ${tagOf(outer)}.`,
        ),
      ]
    : [];
}
