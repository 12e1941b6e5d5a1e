import type { HttpErrorCode } from '../../session-endpoint/errors.ts';
import { error, type Finding } from '../finding.ts';
import { howToAllowOrigin } from './allow-origin.ts';

/** The codes that a request of the button can cause. */
type ButtonErrorCode = Exclude<HttpErrorCode, 'method-not-allowed' | 'unsupported-media-type' | 'too-large'>;

/** What each error code of our session endpoint means for the seller. `message` is quoted already. */
const ERRORS: Record<ButtonErrorCode, (message: string) => Finding> = {
  'origin-not-allowed': () =>
    error(`The session endpoint does not allow this page’s origin, ${globalThis.origin}`, howToAllowOrigin()),
  'not-for-sale': () =>
    error(
      'The session endpoint does not sell this id.',
      'Add the id to the endpoint’s list of products or collections (SOLIFYN_PRODUCTS, SOLIFYN_COLLECTIONS), or correct the id on the button.',
    ),
  'custom-price-not-allowed': (message) =>
    error(
      `The session endpoint does not accept this custom price: ${message}`,
      'Add the product with its lowest price to the endpoint’s customPrices (SOLIFYN_CUSTOM_PRICES), or remove custom-price from the button.',
    ),
  'challenge-failed': () =>
    error(
      'The session endpoint checks for bots, and this page sent no valid token of that check.',
      'Add the bot check to the page and pass its token with configure({ headers }), or turn the check off at the endpoint.',
    ),
  'invalid-request': (message) =>
    error(`The session endpoint does not accept the request: ${message}`, 'Correct the value on the button.'),
  rejected: (message) =>
    error(
      `The endpoint works, but Solifyn refuses: ${message}`,
      'Compare the id, the discount code and the other values of the button with your Solifyn dashboard.',
    ),
  misconfigured: () =>
    error(
      'Solifyn does not accept the session endpoint’s API key.',
      'Give the session endpoint a valid key of your account (SOLIFYN_API_KEY). A key that begins with sk_test_ works only with the test API.',
    ),
  unavailable: () =>
    error(
      'The session endpoint runs, but it cannot reach Solifyn, or Solifyn fails.',
      'Test again in a few minutes. If it stays like this, read the log of the session endpoint.',
    ),
  timeout: () =>
    error(
      'The session endpoint runs, but Solifyn does not answer it in time.',
      'Test again in a few minutes. If it stays like this, read the log of the session endpoint.',
    ),
  'rate-limited': () =>
    error('The session endpoint received too many requests.', 'Wait a minute, then test again.'),
};

function isButtonErrorCode(code: unknown): code is ButtonErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** @returns `undefined` for a code that is not one of our session endpoint's */
export function describeEndpointError(code: unknown, message: string): Finding | undefined {
  return isButtonErrorCode(code) ? ERRORS[code](message) : undefined;
}
