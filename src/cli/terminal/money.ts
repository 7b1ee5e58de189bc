import { usd } from './figures.js';

/** Amounts in another currency, at a rate that whoever asks pays. */
export interface Currency {
  /** Three letters, as `CNY`. */
  readonly currency: string;
  /** What a US dollar costs in it. */
  readonly rate: number;
}

/** Tells an amount of US dollars in a currency: `$0.0123`, `CNY 0.0888`. */
export function moneyOf({ currency, rate }: Currency): (amountUsd: number) => string {
  if (currency === 'USD' && rate === 1) return usd;
  return amountUsd => usd(amountUsd * rate).replace('$', `${currency} `);
}
