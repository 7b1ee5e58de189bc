/** Nano-dollars of a dollar: sums are kept in whole ones. */
export const nanoUsdPerUsd = 1e9;

/** Exact for what was a whole number of nano-dollars before it was divided. */
export const toNanoUsd = (usd: number): number => Math.round(usd * nanoUsdPerUsd);
