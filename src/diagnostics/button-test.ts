import { SETTINGS } from '../button/config/settings.ts';
import type { CheckoutRequest } from '../protocol.ts';
import { checkEndpointAddress, endpointOf } from './checks/endpoint-address.ts';
import { requestOf } from './checks/request.ts';
import { testEndpoint } from './endpoint/endpoint-test.ts';
import { info } from './finding.ts';
import { testGatewayScript } from './gateway-script.ts';
import { settingOf } from './settings.ts';
import type { Subject, TestResult } from './subject.ts';

/**
 * Does for one button what a click would do, apart from opening the checkout.
 *
 * @param hasSecretKey whether the page contains a secret key, which a request could pass on
 */
export async function testButton(subject: Subject, hasSecretKey: boolean): Promise<TestResult> {
  const [result, gateway] = await Promise.all([
    hasSecretKey ? notTested('remove the secret key from the page first') : testRequest(subject),
    testGatewayScript(subject),
  ]);
  return { ...result, findings: [...result.findings, ...gateway] };
}

/** Sends the request, unless another finding explains why there is nothing to send. */
async function testRequest(subject: Subject): Promise<TestResult> {
  const request = requestOf(subject);
  if (!request) return notTested('correct the button first');
  if (subject.context.configuration.createSession || endpointOf(subject))
    return sendRequest(request, subject);
  const hasError = checkEndpointAddress(subject).some(({ level }) => level === 'error');
  return notTested(hasError ? 'correct the endpoint’s address first' : 'a plain link needs none');
}

function notTested(reason: string): TestResult {
  return { findings: [info(`No request was sent: ${reason}.`)] };
}

function sendRequest(request: CheckoutRequest, subject: Subject): Promise<TestResult> {
  const { context, policy } = subject;
  return testEndpoint({
    url: endpointOf(subject),
    request,
    configuration: context.configuration,
    timeoutMs: SETTINGS.timeout.parse(settingOf('timeout', subject).value) ?? SETTINGS.timeout.default,
    policy,
  });
}
