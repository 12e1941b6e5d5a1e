/** The work did not finish in its time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Settles as `work` does, or rejects with a `DeadlineError` after `ms` milliseconds and then calls `abort`. It does not
 * rely on `abort`: a fetch that ignores its signal, or a body that cannot be cancelled, is late too.
 *
 * It uses a timer instead of `AbortSignal.timeout`, which does not keep Node alive, so a process without other work would
 * exit before it responds.
 */
export function withTimeout<T>(ms: number, work: Promise<T>, abort?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DeadlineError(`not done in ${ms} ms`));
      abort?.();
    }, ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
