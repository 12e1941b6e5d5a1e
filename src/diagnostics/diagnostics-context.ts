import type { Configuration } from '../button/config/configure.ts';
import type { findGateway } from '../button/gateways/gateway.ts';
import type { createRequest } from '../button/request/request.ts';

/**
 * What the script passes to the second file. The second file must not import modules with state, since it would get
 * copies of its own, nor Lit, whose Trusted Types policy can be created only once in a page.
 */
export interface DiagnosticsContext {
  /** The options of all `configure` calls so far. */
  configuration: Configuration;
  /** The script tag whose `data-…` attributes are settings. */
  script: HTMLScriptElement | undefined;
  /** The address of the script; `undefined` in a seller's own bundle. */
  scriptUrl: string | undefined;
  /** Returns what a click would send. Throws CheckoutError `invalid-request`, which names attribute and value. */
  createRequest: typeof createRequest;
  findGateway: typeof findGateway;
}

/** The second file, as the script imports it. */
export interface Diagnosis {
  default: (context: DiagnosticsContext) => void;
}
