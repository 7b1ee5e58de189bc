import type { Cancel } from './cancel.js';
import type { World } from './world.js';

/** Resolves `delayMs` from now; rejects at once with the reason when `cancel` is thrown. Leaves no timer behind. */
export function wait(world: World, delayMs: number, cancel: Cancel): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopTimer = world.after(delayMs, () => {
      unlisten();
      resolve();
    });
    const unlisten = cancel.onCancel(reason => {
      stopTimer();
      reject(reason);
    });
  });
}
