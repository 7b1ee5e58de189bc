import type { Cancel } from './cancel.js';

/**
 * The result of `start`, or a rejection the moment `cancel` is thrown: a model that does not listen to its
 * signal must not hold up its caller. What it brings afterwards is dropped, or given to `late`.
 */
export function unlessCancelled<Result>(
  cancel: Cancel,
  start: () => PromiseLike<Result>,
  late?: (result: Result) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    cancel.onCancel(reject);
    if (cancel.isCancelled) return;
    start().then(
      result => {
        cancel.offCancel(reject);
        if (cancel.isCancelled) late?.(result);
        resolve(result);
      },
      error => {
        cancel.offCancel(reject);
        reject(error);
      },
    );
  });
}
