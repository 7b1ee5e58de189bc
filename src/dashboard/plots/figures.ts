const none = '–';

/** `$12.34`, `$0.0123`, `$0.00000184`: as many digits as it takes to tell, never an exponent. */
export function usd(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return none;
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 5e-13) return '$0';
  if (size >= 1) return `${sign}$${grouped(size.toFixed(2))}`;
  const leadingZeros = Math.max(0, -Math.floor(Math.log10(size)) - 1);
  const decimals = Math.min(12, Math.max(2, leadingZeros + 3));
  return `${sign}$${size.toFixed(decimals).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

/** `840 ms`, `1.24 s`, `3 min 5 s`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return none;
  if (ms < 9.95 && ms > 0) return `${trimmed(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${trimmed((ms / 1_000).toFixed(ms < 9_995 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0
    ? `${grouped(String(minutes / 60))} h`
    : `${grouped(String(Math.floor(minutes / 60)))} h ${minutes % 60} min`;
}

/** `12,345`, `0.5`, `1.2M`. */
export function count(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return none;
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1e15) return `${sign}${size.toExponential(1)}`;
  if (size >= 1e9) return `${sign}${grouped(trimmed((size / 1e9).toFixed(1)))}B`;
  if (size >= 1e6) return `${sign}${trimmed((size / 1e6).toFixed(1))}M`;
  if (size >= 100 || Number.isInteger(size)) return `${sign}${grouped(String(Math.round(size)))}`;
  return `${sign}${trimmed(size.toFixed(size >= 10 ? 1 : 2))}`;
}

/** A ratio: 0.123 is `12.3 %`. */
export function percent(ratio: number | null): string {
  const hundred = (ratio ?? Number.NaN) * 100;
  if (!Number.isFinite(hundred)) return none;
  const shown = Math.abs(hundred) >= 99.95 || hundred === 0 ? hundred.toFixed(0) : hundred.toFixed(1);
  return `${grouped(shown).replace('-', '−')} %`;
}

const trimmed = (digits: string): string =>
  digits.replace(/\.?0+$/, match => (match.startsWith('.') ? '' : match)).replace(/(\.\d*?)0+$/, '$1');
const grouped = (digits: string): string => {
  const [whole = '', rest] = digits.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? withCommas : `${withCommas}.${rest}`;
};
