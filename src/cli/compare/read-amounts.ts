import { UsageError } from '../command.js';
import type { Mix } from './cost-of-month.js';

const sizes: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12 };
const mostTokens = 1e15;

/** Tokens as people write them: `1M`, `250k`, `1.5B`, `1,000,000`. @throws UsageError */
export function tokensOf(text: string): number {
  const [, figure, size] = /^(\d+(?:\.\d+)?)([kmbgt]?)$/i.exec(text.replaceAll(/[,_ ]/g, '')) ?? [];
  const tokens = Math.round(Number(figure) * (size ? (sizes[size.toLowerCase()] ?? 1) : 1));
  if (!(tokens > 0 && tokens <= mostTokens))
    throw new UsageError(`--tokens must be an amount of tokens, as 250k, 1M or 1.5B, but is "${text}".`);
  return tokens;
}

/** `60/25/15`: percent of the tokens that are simple, medium and complex. @throws UsageError */
export function mixOf(text: string): Mix {
  const parts = text.split('/').map(part => (/^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : Number.NaN));
  const sum = parts.reduce((all, part) => all + part, 0);
  if (parts.length !== 3 || !(Math.abs(sum - 100) < 0.01))
    throw new UsageError(
      `--mix must be three shares in percent that add up to 100, simple/medium/complex, as 60/25/15, but is "${text}".`,
    );
  const [simple, medium, complex] = parts as [number, number, number];
  return { simple: simple / sum, medium: medium / sum, complex: complex / sum };
}
