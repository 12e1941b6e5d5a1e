import { isFramedByOthers } from '../../button/presentations/redirect.ts';
import type { DiagnosticsContext } from '../diagnostics-context.ts';
import { error, info, ok, warning, WEIGHT, type Finding } from '../finding.ts';

/** Every permission that a checkout from a sandboxed frame needs. */
const SANDBOX =
  'sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"';

/** The permissions of our sandboxed frame; `undefined` without a sandbox, or if the page around it is not ours to read. */
function sandboxTokens(): DOMTokenList | undefined {
  try {
    const frame = globalThis.frameElement as HTMLIFrameElement | null;
    return frame?.hasAttribute('sandbox') ? frame.sandbox : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a checkout can be opened from the place where the page is: alone, in a frame, in a sandbox, on a disk. */
export function checkFrame({ script }: DiagnosticsContext): Finding[] {
  if (location.protocol === 'file:')
    return [
      error(
        'This page was opened from a file on your computer. Such a page has no origin (the part of an address up to the first single slash), so no session endpoint can allow it.',
        'Upload the page to your site, or open it in the preview of your site builder.',
        { weight: WEIGHT.cause },
      ),
    ];
  return [...checkSandbox(), ...checkNesting(), ...checkDebugAttribute(script)];
}

function checkSandbox(): Finding[] {
  const findings: Finding[] = [];
  if (isOpaque())
    findings.push(
      error(
        'This page runs in a sandboxed frame without “allow-same-origin”. Its origin is “null”, and a session endpoint refuses that (CORS).',
        'Put the button in the page itself: in a site builder, use its “custom code” setting rather than an embed block. If the frame is your own, use this attribute on the <iframe>:',
        { code: SANDBOX, weight: WEIGHT.cause },
      ),
    );
  const tokens = sandboxTokens();
  if (tokens && !tokens.contains('allow-popups'))
    findings.push(
      error(
        'This page is in a sandboxed frame that may not open tabs (“allow-popups” is missing).',
        'Use this attribute on the <iframe>:',
        { code: SANDBOX, weight: WEIGHT.cause },
      ),
    );
  return findings;
}

function checkNesting(): Finding[] {
  if (!isFramedByOthers())
    return top === window
      ? [ok('The page is not in a frame.')]
      : [
          info(
            'This page is in a frame of your own site. “redirect” opens the checkout in the whole window.',
          ),
        ];
  const text =
    'This page is in a frame of another site (an embed or a preview). Buttons in it open the checkout in a new tab, whatever their mode is.';
  return [
    isOpaque()
      ? info(text)
      : warning(text, 'Nothing to do if you want that. “Test” checks whether this frame may open a tab.', {
          weight: WEIGHT.reminder,
        }),
  ];
}

/** In a frame the panel opens for every visitor as long as the attribute is there. */
function checkDebugAttribute(script: HTMLScriptElement | undefined): Finding[] {
  if (script?.dataset.debug === undefined || top === window) return [];
  return [
    warning(
      'data-debug is on the script tag, so every visitor sees this panel.',
      'Remove data-debug from the script tag when you are done.',
      { weight: WEIGHT.reminder },
    ),
  ];
}

/** A sandbox without `allow-same-origin`, or a page in such a frame. */
function isOpaque(): boolean {
  return globalThis.origin === 'null';
}

/** Tries to open a tab and closes it at once. Only within a click, and only in a frame, where tabs can be forbidden. */
export function testTab(): Finding[] {
  if (!isFramedByOthers()) return [];
  const tab = openTab();
  tab?.close();
  return [
    tab
      ? ok('This frame may open a tab.')
      : error(
          'This frame may not open tabs: it is sandboxed without “allow-popups”, or the browser blocks tabs. Buyers get a link instead, which may not open either.',
          'Put the button in the page itself. If the frame is your own, use this attribute on the <iframe>:',
          { code: SANDBOX, weight: WEIGHT.cause },
        ),
  ];
}

/** @returns `null` if the browser forbids it; Firefox throws instead */
function openTab(): Window | null {
  try {
    return open('', '_blank', 'popup,width=100,height=100');
  } catch {
    return null;
  }
}
