import { SETTINGS } from '../button/config/settings.ts';
import { checkEndpointAddress, endpointOf } from './checks/endpoint-address.ts';
import { requestOf } from './checks/request.ts';
import { testEndpoint } from './endpoint/endpoint-test.ts';
import { info, type Finding } from './finding.ts';
import { testGatewayScript } from './gateway-script.ts';
import { settingOf } from './settings.ts';
import type { Subject, TestResult } from './subject.ts';

/**
 * Does for one button what a click would do, apart from opening the checkout.
 *
 * @param hasSecretKey whether the page contains a secret key, which a request could pass on
 */
export async function testButton(subject: Subject, hasSecretKey: boolean): Promise<TestResult> {
  const obstacle = hasSecretKey
    ? notTested('remove the secret key from the page first')
    : findObstacle(subject);
  const [result, gateway] = await Promise.all([
    obstacle ? { findings: [obstacle] } : sendRequest(subject),
    testGatewayScript(subject),
  ]);
  return { ...result, findings: [...result.findings, ...gateway] };
}

/** Why there is nothing to send, as another finding explains. */
function findObstacle(subject: Subject): Finding | undefined {
  if (!requestOf(subject)) return notTested('correct the button first');
  if (subject.context.configuration.createSession || endpointOf(subject)) return undefined;
  const hasError = checkEndpointAddress(subject).some(({ level }) => level === 'error');
  return notTested(hasError ? 'correct the endpoint’s address first' : 'a plain link needs none');
}

function notTested(reason: string): Finding {
  return info(`No request was sent: ${reason}.`);
}

function sendRequest(subject: Subject): Promise<TestResult> {
  const { context, policy } = subject;
  return testEndpoint({
    url: endpointOf(subject),
    request: requestOf(subject)!,
    configuration: context.configuration,
    timeoutMs: SETTINGS.timeout.parse(settingOf('timeout', subject).value) ?? SETTINGS.timeout.default,
    policy,
  });
}
