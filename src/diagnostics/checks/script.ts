import { version } from '../../version.ts';
import type { DiagnosticsContext } from '../diagnostics-context.ts';
import { error, info, ok, warning, WEIGHT, type Finding } from '../finding.ts';

const FORMATS: Record<string, string> = { esm: 'ES module', umd: 'classic script (UMD)' };

/** Every script tag with our file's name, also where an optimiser has moved the address to another attribute. */
function findTags(): HTMLScriptElement[] {
  return [...document.scripts].filter((script) =>
    /solifyn-buy-button(?![^"]*\.debug)[^"]*\.js/.test((script.cloneNode() as Element).outerHTML),
  );
}

/** Every copy that the browser loaded, in order: `0.1.0 esm`. */
function loadedCopies(): string[] {
  const element = customElements.get('solifyn-buy-button') as { copies?: string[] } | undefined;
  return element?.copies ?? [];
}

function describeCopy(copy: string): string {
  return copy.replace(/\w+$/, (format) => `as ${FORMATS[format] ?? format}`);
}

/** Which script runs, and whether the page loads it more than once. */
export function checkScript({ script, scriptUrl }: DiagnosticsContext): Finding[] {
  const copies = loadedCopies();
  const [first] = copies;
  const running = first ? describeCopy(first) : `${version}, from a bundle`;
  return [
    ok(`The script runs: version ${running}${scriptUrl ? `, from ${scriptUrl}` : ''}.`),
    ...checkCopies(copies, findTags(), script),
    ...checkConsent(findTags()),
    ...(script
      ? []
      : [info('The page has no script tag of ours, so settings come from attributes and configure() only.')]),
  ];
}

function checkCopies(
  copies: string[],
  allTags: HTMLScriptElement[],
  script: HTMLScriptElement | undefined,
): Finding[] {
  // A tag that a consent tool holds back does not run.
  const tags = allTags.filter((tag) => !isHeldBack(tag));
  const count = Math.max(copies.length, tags.length);
  if (count < 2) return [];
  const times = count === 2 ? 'twice' : `${count} times`;
  const order = copies.length > 1 ? `: ${copies.map(describeCopy).join(', then ')}` : '';
  const isIgnored = tags.some((tag) => tag !== script && tag.dataset.endpoint) && !script?.dataset.endpoint;
  return [
    (isIgnored ? error : warning)(
      `The script is on this page ${times}${order}. Only the first one runs, and only its data-… settings count.${isIgnored ? ' Its tag has no data-endpoint: the address is on the tag that is ignored.' : ''}`,
      'Keep one of these tags and remove the others:',
      {
        code: tags.map((tag) => tag.src || '(inside another script)').join('\n'),
        ...(isIgnored && { weight: WEIGHT.cause }),
      },
    ),
  ];
}

function isHeldBack({ type }: HTMLScriptElement): boolean {
  return type.toLowerCase() === 'text/plain';
}

/** Consent tools change a script's type to `text/plain` and run it only after the visitor has agreed. */
function checkConsent(tags: HTMLScriptElement[]): Finding[] {
  if (!tags.some(isHeldBack)) return [];
  return [
    warning(
      'A cookie or consent tool holds the script back (type="text/plain") until a visitor agrees. For everyone who declines, the buttons do not work.',
      'In the consent tool, mark the script as necessary: it sets no cookies. If you wrote type="text/plain" yourself, remove it.',
      { weight: WEIGHT.cause },
    ),
  ];
}
