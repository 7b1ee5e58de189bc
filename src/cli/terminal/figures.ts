/** Money, with as many digits as it takes to see it. */
export function usd(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '$0';
  const size = Math.abs(value);
  if (size >= 1_000) return `${value < 0 ? '-' : ''}$${size.toLocaleString('en-US', cents)}`;
  const digits = size >= 1 ? 2 : size >= 0.01 ? 4 : size >= 0.001 ? 5 : 6;
  return `${value < 0 ? '-' : ''}$${size.toFixed(digits)}`;
}

const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

export const ms = (value: number | null): string =>
  value === null ? '–' : value >= 10_000 ? `${(value / 1_000).toFixed(1)} s` : `${Math.round(value)} ms`;

export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 call`, `2,000 calls`. */
export const countOf = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

export const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;
