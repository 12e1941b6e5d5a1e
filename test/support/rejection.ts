import { CheckoutError } from '../../src/button/errors.ts';

/** The `CheckoutError` that the promise rejects with. @throws Error where it does anything else */
export async function rejection(promise: Promise<unknown>): Promise<CheckoutError> {
  try {
    await promise;
  } catch (error) {
    return asCheckoutError(error);
  }
  throw new Error('It resolved');
}

/** The `CheckoutError` that the call throws. @throws Error where it does anything else */
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
