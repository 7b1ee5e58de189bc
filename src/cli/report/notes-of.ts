import { countOf } from '../terminal/figures.js';
import type { ReportView } from './view.js';
import { toUsd } from './view.js';

/** What has to be known of the figures, in sentences. */
export function notesOf({ summary, reading, currency, money }: ReportView): readonly string[] {
  const { totals, outsideCalls, dropped } = summary;
  const { unpricedCalls, unpricedKnownNanoUsd, estimatedCalls, calls, comparedCalls } = totals;
  const uncomparedCalls = calls - unpricedCalls - comparedCalls;
  const uncomparedNanoUsd = totals.costNanoUsd - totals.comparedNanoUsd;
  const known = unpricedKnownNanoUsd === 0 ? '' : ` (${money(toUsd(unpricedKnownNanoUsd))} of it is known)`;
  const difference = totals.reportedDifferenceNanoUsd;
  const notes: readonly (readonly [value: number, noun: string, words: string])[] = [
    [
      unpricedCalls,
      'call',
      `in no sum of money: a target that may have cost something has no price${known}.`,
    ],
    [estimatedCalls, 'call', 'with a figure that had to be estimated: no usage was told, or an absurd one.'],
    [
      uncomparedCalls,
      'call',
      `without a baseline, as those that were not answered: ${money(toUsd(uncomparedNanoUsd))} of what was spent is in no savings.`,
    ],
    [
      totals.reportedCalls,
      'call',
      `whose targets said themselves what they cost, ${money(toUsd(totals.reportedCostNanoUsd))} in all: ${
        difference === 0
          ? 'what is reckoned here.'
          : `${money(toUsd(Math.abs(difference)))} ${difference > 0 ? 'more' : 'less'} than is reckoned here.`
      }`,
    ],
    [outsideCalls, 'call', 'before or after the time that was asked for, left out.'],
    [reading.duplicates, 'record', 'there twice, counted once.'],
    [reading.badLines, 'line', 'without a record, left out.'],
    [
      dropped,
      'record',
      'lost before they got here, at least: this report does not know what those calls cost.',
    ],
  ];
  const { currency: code, rate } = currency;
  return [
    ...(code === 'USD' && rate === 1 ? [] : [`Amounts in ${code}: US dollars times ${rate}.`]),
    ...notes.filter(([value]) => value > 0).map(([value, noun, words]) => `${countOf(value, noun)} ${words}`),
  ];
}
