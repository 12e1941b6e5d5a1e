import { CheckoutError } from '../../src/button/errors.ts';

/** Resolves with the `CheckoutError` of a promise that rejects. @throws Error in any other case */
export async function rejection(promise: Promise<unknown>): Promise<CheckoutError> {
  try {
    await promise;
  } catch (error) {
    return asCheckoutError(error);
  }
  throw new Error('It resolved');
}

/** Returns the `CheckoutError` that the call throws. @throws Error in any other case */
export function thrownBy(call: () => unknown): CheckoutError {
  try {
    call();
  } catch (error) {
    return asCheckoutError(error);
  }
  throw new Error('It returned');
}

function asCheckoutError(error: unknown): CheckoutError {
  if (error instanceof CheckoutError) return error;
  throw new Error(`No CheckoutError: ${error}`, { cause: error });
}
