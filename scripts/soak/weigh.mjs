import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes of heap that are left when all that can go has gone. */
export async function heapBytes() {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 4; time++) {
    await sleep(5);
    globalThis.gc();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

/** Bytes per call over the last third of the samples, by least squares; null where there are too few. */
export function lastSlope(samples) {
  const last = samples.slice(-Math.ceil(samples.length / 3));
  if (last.length < 3) return null;
  const mean = of => last.reduce((sum, sample) => sum + sample[of], 0) / last.length;
  const [calls, bytes] = [mean('calls'), mean('bytes')];
  const above = last.reduce((sum, one) => sum + (one.calls - calls) * (one.bytes - bytes), 0);
  return above / last.reduce((sum, one) => sum + (one.calls - calls) ** 2, 0);
}

/** What keeps the process awake, by kind. */
export function openHandles() {
  const counts = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
