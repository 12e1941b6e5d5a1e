/**
 * The self-diagnosis: a second file beside the script, loaded only with `?solifyn-debug` in the page's address. It checks
 * every buy button of the page and shows what is right and what is wrong.
 */
import { Diagnosis } from './diagnosis.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

/** Called by the script with the state that only the script has. */
export default function diagnose(context: DiagnosticsContext): void {
  const start = () => new Diagnosis(context).start();
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
  else start();
}
