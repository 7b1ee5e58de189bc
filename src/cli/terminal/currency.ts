import type { Flag, Values } from '../command.js';
import { UsageError } from '../command.js';
import type { Currency } from './money.js';

/** For those who pay in another currency at a fixed rate. */
export const currencyFlags = {
  currency: {
    kind: 'text',
    value: 'code',
    default: 'USD',
    what: 'show amounts in this currency; needs --rate',
  },
  rate: { kind: 'number', isAboveMin: true, what: 'what a US dollar costs in it' },
} as const satisfies Record<string, Flag>;

/** @throws UsageError for a code that is none, or a currency without a rate */
export function currencyOf({ text, number }: Values): Currency {
  const code = (text.currency as string).toUpperCase();
  if (!/^[A-Z]{3}$/.test(code))
    throw new UsageError(`--currency must be a code of three letters, as CNY, but is "${text.currency}".`);
  const { rate } = number;
  if (code === 'USD') {
    if (rate !== undefined && rate !== 1) throw new UsageError('--rate needs a --currency other than USD.');
    return { currency: code, rate: 1 };
  }
  if (rate === undefined)
    throw new UsageError(`--currency ${code} needs --rate: what a US dollar costs in ${code}.`);
  return { currency: code, rate };
}
