import type { Random } from '../random.js';
import type { Schema } from './resolve-schema.js';

/** A number within the bounds of a schema; the first hint that fits, which is then used up, else one of 1 to 100 if they allow it. */
export function synthesiseNumber({
  schema,
  isInteger,
  random,
  hints,
}: {
  schema: Schema;
  isInteger: boolean;
  random: Random;
  hints: number[];
}): number {
  const isFit = (value: number) => isWithin(value, schema) && (!isInteger || Number.isInteger(value));
  const index = hints.findIndex(isFit);
  if (index >= 0) return hints.splice(index, 1)[0] as number;

  const step =
    typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : isInteger ? 1 : null;
  const { low, high } = bounds(schema);
  if (step === null) {
    const value = low + (high - low) * (0.05 + 0.9 * random());
    const short = Number(value.toFixed(2));
    return isFit(short) ? short : value;
  }
  // With both words, an integer that is a multiple of 0.5 steps by 1, and of 1.5 by 3.
  const stride = isInteger && !Number.isInteger(step) ? Number((step * wholeFactor(step)).toFixed(6)) : step;
  const first = Math.ceil(low / stride);
  const last = Math.floor(high / stride);
  const times = first + Math.floor(random() * Math.max(last - first + 1, 1));
  const candidates = [times, first + 1, last - 1, first, last].map(factor => tidy(factor * stride));
  return candidates.find(isFit) ?? tidy(times * stride);
}

function bounds(schema: Schema): { low: number; high: number } {
  const floor = Math.max(numberOr(schema.minimum, -Infinity), numberOr(schema.exclusiveMinimum, -Infinity));
  const ceiling = Math.min(numberOr(schema.maximum, Infinity), numberOr(schema.exclusiveMaximum, Infinity));
  // Small everyday numbers read better than any from the whole range of integers.
  const low = Math.max(floor, 1);
  const high = Math.min(ceiling, 100);
  if (high - low >= 2) return { low, high };
  if (Number.isFinite(floor) && Number.isFinite(ceiling)) return { low: floor, high: ceiling };
  const reach = Math.max(100, numberOr(schema.multipleOf, 0) * 3);
  return Number.isFinite(floor)
    ? { low: floor, high: floor + reach }
    : { low: ceiling - reach, high: ceiling };
}

function isWithin(value: number, schema: Schema): boolean {
  const step = numberOr(schema.multipleOf, 0);
  const times = step > 0 ? value / step : 0;
  return (
    value >= numberOr(schema.minimum, -Infinity) &&
    value <= numberOr(schema.maximum, Infinity) &&
    value > numberOr(schema.exclusiveMinimum, -Infinity) &&
    value < numberOr(schema.exclusiveMaximum, Infinity) &&
    Math.abs(times - Math.round(times)) < 1e-9
  );
}

function wholeFactor(step: number): number {
  for (let factor = 1; factor <= 1_000; factor++) if (Number.isInteger(tidy(step * factor))) return factor;
  return 1;
}

/** Without the tail of binary fractions: 0.1 * 3 is 0.3. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
