import { version } from '../version.ts';
import { doubt, good, note, type Finding } from './finding.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

const FORMATS: Record<string, string> = { esm: 'ES module', umd: 'classic script (UMD)' };

/** Tags that name our file, wherever an optimiser has put the address. */
function tags(): HTMLScriptElement[] {
  return [...document.scripts].filter((script) =>
    /solifyn-buy-button(?![^"]*\.debug)[^"]*\.js/.test((script.cloneNode() as Element).outerHTML),
  );
}

/** Every copy that ran, first come first: `0.1.0 esm`. */
function copies(): string[] {
  const element = customElements.get('solifyn-buy-button') as { copies?: string[] } | undefined;
  return element?.copies ?? [];
}

const inWords = (copy: string) => copy.replace(/\w+$/, (format) => `as ${FORMATS[format] ?? format}`);

/** Whether the script is here, which, and how often. */
export function checkScript({ script, scriptUrl }: DiagnosticsContext): Finding[] {
  const ran = copies();
  const found = tags();
  const how = ran[0] ? inWords(ran[0]) : `${version}, from a bundle`;
  const findings = [good(`The script runs: version ${how}${scriptUrl ? `, from ${scriptUrl}` : ''}.`)];
  const times = Math.max(ran.length, found.length);
  if (times > 1)
    findings.push(
      doubt(
        `The script is on this page ${times === 2 ? 'twice' : `${times} times`}${ran.length > 1 ? `: ${ran.map(inWords).join(', then ')}` : ''}. Only the first one runs, and only its data-… settings count.`,
        'Keep one of these tags and remove the others:',
        found.map((tag) => tag.src || '(inside another script)').join('\n'),
      ),
    );
  if (!script)
    findings.push(
      note('No script tag of ours was found, so settings come from attributes and configure() alone.'),
    );
  return findings;
}
