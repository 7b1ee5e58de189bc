import type { Progress } from '../../../core/call.js';

/** How far the answer had come when this much had been read. */
interface Mark {
  readonly readMs: number;
  readonly characters: number;
}

/** The marks of one attempt, the oldest first: the first is a window old, or as old as the content. */
export type SpeedMarks = Mark[];

/** Marks per window: a target is found out this share of a window late at most. */
const steps = 5;
/** Timers of the platform may fire up to a millisecond early. */
const earlyMs = 1;

/**
 * Looks at how fast a stream is written, over the last `windowMs` that somebody waited in a reading: neither a slow
 * reader nor a tool that the provider runs takes anything from it. Tells in how many milliseconds to look again; 0: fewer characters per second than `floor`.
 * Adds to `marks`, so that nothing has to be kept per chunk.
 */
export function checkOutputSpeed(
  progress: Progress,
  marks: SpeedMarks,
  { floor, windowMs }: { readonly floor: number; readonly windowMs: number },
  nowMs: number,
): number {
  const stepMs = windowMs / steps;
  const isReading = progress.readingSinceMs >= 0 && !progress.isToolAtWork;
  const readMs = progress.readMs + (isReading ? nowMs - progress.readingSinceMs : 0);
  const last = marks.at(-1);
  // What the stream began with counts in its first window.
  if (last === undefined) marks.push({ readMs, characters: 0 });
  else if (readMs - last.readMs >= stepMs - earlyMs)
    marks.push({ readMs, characters: progress.outputCharacters });
  const isWindowOld = (mark: Mark | undefined) =>
    mark !== undefined && readMs - mark.readMs >= windowMs - steps * earlyMs;
  while (isWindowOld(marks[1])) marks.shift();
  const [oldest] = marks as [Mark, ...Mark[]];
  const seconds = (readMs - oldest.readMs) / 1_000;
  if (isWindowOld(oldest) && progress.outputCharacters - oldest.characters < floor * seconds) return 0;
  return (marks.at(-1) as Mark).readMs + stepMs - readMs;
}
