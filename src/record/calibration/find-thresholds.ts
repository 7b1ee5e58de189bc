import type { OperatingPoint, Traffic } from './curve.js';

/** What thresholds are to bring about. Shares are of the calls; null: five eighths of those that are not complex. */
export type WantedTraffic =
  | { readonly complexShare: number; readonly simpleShare: number | null }
  | { readonly costUsdPerCall: number; readonly simpleShare: number | null }
  | { readonly costRatio: number; readonly simpleShare: number | null };

/** Of the calls that are not complex, so many are simple where nobody says: 50 % of all beside 20 % that are complex. */
const simpleOfRest = 0.625;

function pointAt(traffic: Traffic, complexShare: number, simpleShare: number | null): OperatingPoint {
  const complex = traffic.cutAt(1 - complexShare);
  const simple = traffic.cutAt(simpleShare ?? (1 - complexShare) * simpleOfRest);
  return traffic.at(Math.min(simple, complex), complex);
}

/** Eleven points, from none to all of the calls in `complex`. */
export const curveOf = (traffic: Traffic, simpleShare: number | null): readonly OperatingPoint[] =>
  Array.from({ length: 11 }, (_, tenth) => pointAt(traffic, tenth / 10, simpleShare));

/** The thresholds that come nearest to the shares, or of those that keep to the cost the best; null: none does. */
export function findThresholds(traffic: Traffic, wanted: WantedTraffic): OperatingPoint | null {
  if ('complexShare' in wanted) return pointAt(traffic, wanted.complexShare, wanted.simpleShare);
  const isPaid = (point: OperatingPoint) =>
    'costRatio' in wanted
      ? point.costRatio <= wanted.costRatio
      : point.costUsdPerCall <= wanted.costUsdPerCall;
  let best: OperatingPoint | null = null;
  for (const point of fromCheapest(traffic, wanted.simpleShare)) {
    if (!isPaid(point)) continue;
    if (best === null || point.expectedQuality > best.expectedQuality) best = point;
  }
  return best;
}

/** Every point on the way from all calls in `simple` (or the wanted share of them) to all in `complex`. */
function* fromCheapest(traffic: Traffic, simpleShare: number | null): Generator<OperatingPoint> {
  const { calls, cuts } = traffic;
  const least = traffic.cutAt(simpleShare ?? simpleOfRest);
  if (simpleShare === null)
    for (const simple of cuts.toReversed()) if (simple > least) yield traffic.at(simple, calls);
  for (const complex of cuts.toReversed()) yield pointAt(traffic, 1 - complex / calls, simpleShare);
}
