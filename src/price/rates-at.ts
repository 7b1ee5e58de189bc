import type { Price, PriceVariant, Rates } from '../core/target.js';

const msPerMinute = 60_000;
const minutesPerDay = 1_440;

/** What a call costs that begins at `atMs` (since 1970) and has that much input: one of the price's own objects. */
export function ratesAt(price: Price, atMs: number, inputTokens: number): Rates {
  return price.variants?.findLast(variant => holds(variant, atMs, inputTokens)) ?? price;
}

function holds(
  { aboveInputTokens, fromMs, minutes }: PriceVariant,
  atMs: number,
  inputTokens: number,
): boolean {
  if (aboveInputTokens !== undefined && inputTokens <= aboveInputTokens) return false;
  if (fromMs !== undefined && atMs < fromMs) return false;
  if (minutes === undefined) return true;
  const minute = Math.floor(atMs / msPerMinute) % minutesPerDay;
  return minutes.some(([from, to]) =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to,
  );
}

/**
 * The moment whose prices an attempt pays, by the clock; 0 where no price depends on it, so that no clock is asked.
 */
export const pricedAtMs = (price: Price | null, wallMs: () => number): number =>
  price?.variants === undefined ? 0 : wallMs();
