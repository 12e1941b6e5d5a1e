/** What the tests of the sandbox share: calls as the session endpoint makes them, pages as a browser asks for them. */
import { createSandbox, SANDBOX_API_KEY } from '../../../src/sandbox/index.ts';
import type { SandboxOptions } from '../../../src/sandbox/index.ts';
import type { CheckoutSession } from '../../../src/protocol.ts';

export const ORIGIN = 'http://127.0.0.1:8082';

/** A fresh sandbox and the ways to talk to it. */
export function openSandbox(options?: SandboxOptions) {
  const sandbox = createSandbox(options);
  const send = async (path: string, init?: RequestInit): Promise<Response> =>
    sandbox.fetch(new Request(new URL(path, ORIGIN), init));

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${SANDBOX_API_KEY}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** The answer of a call that is expected to work. */
  const create = async (body: unknown, path = '/checkout/create'): Promise<CheckoutSession> => {
    const response = await post(path, body);
    const answer: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
    return answer as CheckoutSession;
  };

  const page = (address: string, headers: Record<string, string> = {}) =>
    send(address, { headers: { accept: 'text/html', ...headers } });

  /** Presses the hosted page's "Pay". */
  const pay = (address: string, email = 'ada@example.com') =>
    send(address, { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams({ email }) });

  return { send, post, create, page, pay };
}
