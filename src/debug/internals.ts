import type { Configuration } from '../config.ts';
import type { findGateway } from '../gateways/gateway.ts';
import type { toRequest } from '../request.ts';

/**
 * What the drop-in hands over, since a second file cannot import the modules of the first: those have state. The
 * self-diagnosis imports nothing with state, and no Lit, which under `trusted-types lit-html` runs once a page.
 */
export interface Internals {
  /** What `configure` was given so far. */
  configuration: Configuration;
  /** The script tag whose `data-…` are settings. */
  script: HTMLScriptElement | undefined;
  /** The address of the drop-in; `undefined` in a seller's own bundle. */
  scriptUrl: string | undefined;
  /** What a click would send. Throws CheckoutError `invalid-request`, which names attribute and value. */
  toRequest: typeof toRequest;
  findGateway: typeof findGateway;
}

/** The second file, as the drop-in imports it. */
export interface Diagnosis {
  default: (internals: Internals) => void;
}
