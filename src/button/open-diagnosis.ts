import { configuration } from './config/configure.ts';
import { debugIntegrity, script, scriptUrl } from './config/script-tag.ts';
import { findGateway } from './gateways/gateway.ts';
import { createRequest } from './request/request.ts';
import type { Diagnosis } from '../diagnostics/diagnostics-context.ts';

/** `solifyn-debug` as a parameter of the query or of the hash, also behind a router's own path in the hash. */
const DEBUG_PARAMETER = /[?#&]solifyn-debug(?=[=&#]|$)/;

/**
 * Whether the page's address requests the self-diagnosis. A seller cannot change the address of a frame that a site
 * builder creates, so `data-debug` on the script tag requests it, too.
 */
function isRequested(): boolean {
  const flag = top !== window ? script?.dataset.debug : undefined;
  const isFlagged = flag !== undefined && flag.toLowerCase() !== 'false';
  return isFlagged || DEBUG_PARAMETER.test(location.search + location.hash);
}

/** Loads the self-diagnosis, a second file beside the script, as soon as it is requested. */
export function openDiagnosisOnRequest(): void {
  if (isRequested()) openDiagnosis();
  // A parameter that is added to the hash does not reload the page.
  else addEventListener('hashchange', () => isRequested() && openDiagnosis());
}

let isOpen = false;

function openDiagnosis(): void {
  if (isOpen) return;
  isOpen = true;
  const { href } = new URL('solifyn-buy-button.debug.js', scriptUrl || location.href);
  const load = async () => {
    const module = (await import(/* webpackIgnore: true */ /* @vite-ignore */ href)) as Diagnosis;
    module.default({ configuration, script, scriptUrl, createRequest, findGateway });
  };
  if (!debugIntegrity) {
    void load();
    return;
  }
  // `import()` takes no integrity. A preloaded module keeps the integrity that it was preloaded with.
  const link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', href, integrity: debugIntegrity, onload: load });
  document.head.append(link);
}
