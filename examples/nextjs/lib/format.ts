/** `340 ms`, `1.2 s`. */
export const formatMs = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;

/** Three digits that mean something: `$0.000123`; null is a cost that nobody knows. */
export function formatUsd(usd: number | null): string {
  if (usd === null) return 'cost unknown';
  if (usd === 0) return '$0';
  const decimals = Math.max(2, 2 - Math.floor(Math.log10(Math.abs(usd))));
  return `${usd < 0 ? '−' : ''}$${Math.abs(usd).toFixed(Math.min(decimals, 9))}`;
}

/** What was saved, as a share of what the baseline would have cost; null where one of them is not known. */
export function formatSaved(savedUsd: number | null, baselineUsd: number | null): string | null {
  if (savedUsd === null || baselineUsd === null || baselineUsd === 0) return null;
  const percent = Math.round((savedUsd / baselineUsd) * 100);
  return percent >= 0 ? `saved ${percent} %` : `${-percent} % dearer`;
}
