import type { Configuration } from '../button/config/configure.ts';
import type { findGateway } from '../button/gateways/gateway.ts';
import type { createRequest } from '../button/request/request.ts';

/**
 * What the drop-in hands over, since a second file cannot import the modules of the first: those have state. The
 * self-diagnosis imports nothing with state, and no Lit, which under `trusted-types lit-html` runs once a page.
 */
export interface DiagnosticsContext {
  /** What `configure` was given so far. */
  configuration: Configuration;
  /** The script tag whose `data-…` are settings. */
  script: HTMLScriptElement | undefined;
  /** The address of the drop-in; `undefined` in a seller's own bundle. */
  scriptUrl: string | undefined;
  /** What a click would send. Throws CheckoutError `invalid-request`, which names attribute and value. */
  createRequest: typeof createRequest;
  findGateway: typeof findGateway;
}

/** The second file, as the drop-in imports it. */
export interface Diagnosis {
  default: (internals: DiagnosticsContext) => void;
}
