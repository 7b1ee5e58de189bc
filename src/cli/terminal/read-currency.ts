import type { Flag, Values } from '../command.js';
import { UsageError } from '../command.js';
import type { Currency } from './money.js';

/** For a command that shows amounts. */
export const currencyFlags = {
  currency: { kind: 'text', value: 'code', what: 'show amounts in it, as CNY; needs --rate' },
  rate: {
    kind: 'number',
    value: 'number',
    what: 'what a US dollar costs in it (HolySheep: 1)',
    isAboveMin: true,
  },
} as const satisfies Readonly<Record<string, Flag>>;

const aCode = /^[A-Z]{3}$/;

/** @throws UsageError where one of the two is missing, or the code is none */
export function readCurrency({ text, number }: Pick<Values, 'text' | 'number'>): Currency {
  const { currency } = text;
  const { rate } = number;
  if (currency === undefined && rate === undefined) return { currency: 'USD', rate: 1 };
  if (currency === undefined) throw new UsageError('--rate needs a --currency: --currency CNY --rate 1.');
  const code = currency.toUpperCase();
  if (!aCode.test(code))
    throw new UsageError(`--currency must be a code of three letters, as CNY, but is "${currency}".`);
  if (rate === undefined && code !== 'USD')
    throw new UsageError(
      `--currency ${code} needs a --rate: what a US dollar costs in it. None is known here.`,
    );
  if (code === 'USD' && (rate ?? 1) !== 1)
    throw new UsageError('--rate needs a --currency other than USD: prices are in USD.');
  return { currency: code, rate: rate ?? 1 };
}
