/**
 * The self-diagnosis: a second file beside the script, loaded only if the page's address asks for it. It checks every
 * buy button of the page and says in plain words what is right and what is wrong.
 */
import { Diagnosis } from './diagnosis.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

/** Called by the script, with what only the script knows. */
export default function diagnose(context: DiagnosticsContext): void {
  const start = () => new Diagnosis(context).start();
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
  else start();
}
