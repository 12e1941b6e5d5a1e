import type { BuyButton } from './buttons.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';
import type { Finding } from './finding.ts';
import type { GatewayScript } from './gateway-script.ts';
import type { Policy } from './policy.ts';

/** What the checks of one button read. */
export interface Subject {
  button: BuyButton;
  context: DiagnosticsContext;
  policy: Policy;
  gatewayScript: GatewayScript;
  /** The result of the last “Test” of exactly what a click would send now. */
  test?: TestResult;
}

/** What “Test” found. */
export interface TestResult {
  findings: Finding[];
  /** The address of the checkout session that the endpoint returned. */
  checkoutUrl?: string;
  /** Whether the endpoint or Solifyn answered that it does not know the id. */
  isUnknownId?: boolean;
}

/** One thing to find out about a button, without a request to anybody. */
export type Check = (subject: Subject) => Finding[];
