import type { Cancel } from './cancel.js';
import type { World } from './world.js';

/** Resolves `delayMs` from now; rejects at once with the reason when `cancel` is thrown. Leaves no timer behind. */
export function wait(world: World, delayMs: number, cancel: Cancel): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (reason: unknown): void => {
      stopTimer();
      reject(reason);
    };
    const stopTimer = world.after(delayMs, () => {
      cancel.offCancel(leave);
      resolve();
    });
    cancel.onCancel(leave);
  });
}
