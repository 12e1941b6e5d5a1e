/** The work did not end in its time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Settles as `work` does, or rejects with a `DeadlineError` after `ms` milliseconds, once `giveUp` has been told
 * to stop it. The race does not rely on `giveUp` being obeyed: a fetch that ignores its signal, or a body that
 * cannot be cancelled, is late all the same.
 *
 * A timer rather than `AbortSignal.timeout`: that one does not keep Node alive, so a process with nothing else
 * to do would end without an answer.
 */
export function beforeDeadline<T>(ms: number, work: Promise<T>, giveUp?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DeadlineError(`not done in ${ms} ms`));
      giveUp?.();
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
