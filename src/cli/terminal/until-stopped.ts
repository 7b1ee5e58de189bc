/** Resolves when whoever started this wants it to end. */
export const untilStopped = (): Promise<void> =>
  new Promise<void>(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    // A parent that started it and went away leaves a closed channel.
    process.once('disconnect', resolve);
  });
