/** Shared by the tests of the sandbox: calls as the session endpoint sends them, pages as a browser requests them. */
import { createSandbox, SANDBOX_API_KEY } from '../../../src/sandbox/index.ts';
import type { SandboxOptions } from '../../../src/sandbox/index.ts';
import type { CheckoutSession } from '../../../src/protocol.ts';

export const ORIGIN = 'http://127.0.0.1:8082';

/** A new sandbox and functions that send it requests. */
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

  /** Creates a session. @throws with the sandbox's response if it fails */
  const create = async (body: unknown, path = '/checkout/create'): Promise<CheckoutSession> => {
    const response = await post(path, body);
    const session: unknown = await response.json();
    if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(session)}`);
    return session as CheckoutSession;
  };

  const page = (address: string, headers: Record<string, string> = {}) =>
    send(address, { headers: { accept: 'text/html', ...headers } });

  /** Presses a button of the hosted page. */
  const pay = (address: string, email = 'ada@example.com', method: 'card' | 'bank' = 'card') =>
    send(address, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams({ email, method }),
    });

  /** Presses a button of the bank's page. Returns the address that the bank redirects to. */
  const decide = async (bankPage: string, decision: 'approve' | 'decline'): Promise<URL> => {
    const response = await send(bankPage, { method: 'POST', body: new URLSearchParams({ decision }) });
    if (response.status !== 303) throw new Error(`${response.status}: ${await response.text()}`);
    return new URL(response.headers.get('location') ?? '');
  };

  return { send, post, create, page, pay, decide };
}
