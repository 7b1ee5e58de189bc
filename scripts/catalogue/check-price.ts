import type { ListPrice, ListRates } from './sources.js';

const rateNames = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;
/** The dearest model of all lists costs 600 USD per million output tokens; more is a slip of the unit. */
const mostUsdPerMTok = 2_000;
/** Two lists that are further apart than this do not mean the same model. */
const farthestRatio = 10;

/** What is wrong with a price, so that it cannot be used; null: nothing. A price of zero is a price. */
export function priceProblem({ variants, ...base }: ListPrice): string | null {
  for (const rates of [base, ...variants])
    for (const name of rateNames) {
      const usd = (rates as ListRates)[name];
      if (usd === undefined) continue;
      if (typeof usd !== 'number' || !Number.isFinite(usd)) return `${name} is no number`;
      if (usd < 0) return `${name} is negative`;
      if (usd > mostUsdPerMTok) return `${name} of ${usd} USD per million tokens is absurd`;
      if (Math.abs(usd * 1e6 - Math.round(usd * 1e6)) > 1e-6) return `${name} has more than six decimals`;
    }
  return null;
}

export interface Difference {
  readonly text: string;
  /** Too far apart to be believed. */
  readonly isTooFar: boolean;
}

/** Where two lists differ in what they both have. */
export function differences(one: ListRates, other: ListRates): readonly Difference[] {
  return rateNames.flatMap(name => {
    const [here, there] = [one[name], other[name]];
    if (here === undefined || there === undefined || here === there) return [];
    const ratio = Math.max(here, there) / Math.min(here, there);
    return [
      { text: `${name} ${here} and ${there}`, isTooFar: name !== 'cacheRead' && ratio > farthestRatio },
    ];
  });
}
