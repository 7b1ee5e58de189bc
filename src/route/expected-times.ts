import type { Target } from '../core/target.js';
import type { Measured } from '../measure/decayed-quantile.js';
import type { RouteOption } from './candidate.js';
import { medianOf } from './median-of.js';
import type { Times } from './plan-request.js';

/** So many samples weigh as much as what is expected without any: one says half, and ten are trusted. */
const priorSamples = 1;

/**
 * The time that is to be expected of each target of a chain: what is expected without samples, moved towards what was
 * measured as far as there are samples. When those fade it moves back, so that no old sample keeps a target out, or in.
 */
export function expectedTimes(
  chain: readonly RouteOption[],
  { mode, of }: Times,
): (target: Target) => number | null {
  const measured: number[] = [];
  for (const { target } of chain) {
    const own = of(target);
    if (own !== null) measured.push(own.p95);
  }
  const usualMs = medianOf(measured);
  // What is configured is the time to first content. It says nothing of a whole answer's; only while nothing is known of
  // any, it tells the targets apart.
  const isMeant = mode === 'stream' || usualMs === null;
  return target => {
    const configuredMs = isMeant ? target.expectedFirstContentMs : null;
    return between(configuredMs ?? usualMs, of(target));
  };
}

/** Between the two by their ratio: a sample of ten times as long lifts an estimate that it is half of to three times, not five. */
function between(priorMs: number | null, measured: Measured | null): number | null {
  if (priorMs === null || measured === null) return priorMs;
  const weight = measured.samples / (measured.samples + priorSamples);
  return priorMs * (measured.p95 / priorMs) ** weight;
}
