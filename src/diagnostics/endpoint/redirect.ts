import { error, type Finding } from '../finding.ts';
import type { EndpointResponse } from './endpoint-response.ts';

/** What the address of a login page contains, also that of a single sign-on. */
const LOGIN_ADDRESS = /log-?(?:in|on)|sign-?(?:in|on)|\bsso\b|\bauth|\bsession\/new|\baccounts?\b/i;

const PASSWORD_FIELD = /<input[^>]+type=["']?password/i;

/** A redirect to something that is not a session endpoint. It explains whatever the other address answers. */
export function describeWrongRedirect(
  { url, text }: Pick<EndpointResponse, 'url' | 'text'>,
  redirectedTo: string,
): Finding {
  const target = new URL(redirectedTo);
  if (isSamePlace(url, target))
    return error(
      `${url.href} redirects to ${redirectedTo}. The request gets lost on the way.`,
      `Set endpoint to ${redirectedTo} directly.`,
    );
  return LOGIN_ADDRESS.test(target.hostname + target.pathname) || PASSWORD_FIELD.test(text)
    ? error(
        `${url.href} leads to a login page: ${redirectedTo}. Buyers have no login, so they cannot buy.`,
        'Turn off the login, the password or the deployment protection for this address. If your session endpoint runs at another address, set endpoint to that.',
      )
    : error(
        `${url.href} leads to another page: ${redirectedTo}. That is not a session endpoint.`,
        'Set endpoint to the address where your session endpoint runs. Open it in a browser: the page shows “This is a working session endpoint”.',
      );
}

/** Whether two addresses differ only in http or https, `www.`, a slash at the end, or their query. */
function isSamePlace(one: URL, other: URL): boolean {
  const [first, second] = [one, other].map(
    ({ host, pathname }) => host.replace(/^www\./, '') + pathname.replace(/\/$/, ''),
  );
  return first === second;
}
