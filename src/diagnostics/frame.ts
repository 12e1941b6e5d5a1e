import { isFramedByOthers } from '../button/presentations/redirect.ts';
import { bad, doubt, good, note, type Finding } from './finding.ts';

/** What a sandboxed frame may do, where the page around it is ours to read; `undefined` where it is not, or not sandboxed. */
function sandboxTokens(): DOMTokenList | undefined {
  try {
    const frame = globalThis.frameElement as HTMLIFrameElement | null;
    return frame?.hasAttribute('sandbox') ? frame.sandbox : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the page stands where a checkout can be opened from: alone, in a frame, in a sandbox, on a disk. */
export function checkPlacement(): Finding[] {
  if (location.protocol === 'file:')
    return [
      bad(
        'This page was opened from a file on your disk. Browsers give it no origin, so no session endpoint can let it in.',
        'Put the page on a web server, or look at it in your site builder’s preview.',
      ),
    ];
  const findings: Finding[] = [];
  if (isOpaque())
    findings.push(
      bad(
        `This page runs in a sandboxed frame without “allow-same-origin”. Its origin is “null”, and a session endpoint refuses that (CORS).`,
        'Add allow-same-origin to the sandbox attribute of the <iframe>, or place the button in the page itself. In a site builder, use its “custom code” setting rather than an embed block.',
        SANDBOX,
      ),
    );
  const tokens = sandboxTokens();
  if (tokens && !tokens.contains('allow-popups'))
    findings.push(
      bad(
        'This page is in a sandboxed frame that may open no tab (no “allow-popups”).',
        'Add allow-popups and allow-popups-to-escape-sandbox to the sandbox attribute of the <iframe>.',
        SANDBOX,
      ),
    );
  if (isFramedByOthers())
    findings.push(
      isOpaque()
        ? note('Buttons in a frame open the checkout in a new tab, whatever their mode is.')
        : doubt(
            'This page is in a frame of another site (an embed or a preview). Buttons in it open the checkout in a new tab, whatever their mode is.',
            'Nothing to do if that is what you want. “Test” tries whether this frame may open a tab.',
          ),
    );
  else if (top !== window)
    findings.push(note('This page is in a frame of your own site: “redirect” leaves with the whole window.'));
  else if (!findings.length) findings.push(good('The page stands alone, in no frame: every mode works.'));
  return findings;
}

const SANDBOX =
  'sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"';

/** A sandbox without `allow-same-origin`, or such a frame around us. */
export function isOpaque(): boolean {
  return globalThis.origin === 'null';
}

/**
 * Tries to open a tab and closes it at once. Within a click only, and only in a frame, where it may be forbidden.
 */
export function tryTab(): Finding[] {
  if (!isFramedByOthers()) return [];
  const tab = openTab();
  tab?.close();
  return [
    tab
      ? good('This frame may open a tab.')
      : bad(
          'This frame may open no tab: it is sandboxed without “allow-popups”, or the browser blocks it. The buyer is shown a link instead, which may not open either.',
          'Add allow-popups and allow-popups-to-escape-sandbox to the sandbox attribute of the <iframe>, or place the button in the page itself.',
          SANDBOX,
        ),
  ];
}

/** @returns `null` where the browser forbids it; Firefox throws instead */
function openTab(): Window | null {
  try {
    return open('', '_blank', 'popup,width=100,height=100');
  } catch {
    return null;
  }
}
