import type { BuyButton } from './buttons.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import type { Finding } from './finding.ts';
import type { GatewayScript } from './gateway-script.ts';
import type { Policy } from './policy.ts';

/** A button and everything that its checks read. */
export interface Subject {
  button: BuyButton;
  context: DiagnosticsContext;
  policy: Policy;
  gatewayScript: GatewayScript;
  /** The result of the last “Test” of exactly what a click would send now. */
  test?: TestResult;
}

/** The result of “Test”. */
export interface TestResult {
  findings: Finding[];
  /** The address of the checkout session that the endpoint returned. */
  checkoutUrl?: string;
  /** Whether the endpoint or Solifyn responded that the id is unknown. */
  isUnknownId?: boolean;
}

/** A check of one button. It sends no request. */
export type Check = (subject: Subject) => Finding[];
