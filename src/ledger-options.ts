import { z } from 'zod/v4';
import type { LedgerSink } from './ledger/ledger-record.js';
import { aFunction } from './option-kinds.js';

const aSink = () => aFunction<LedgerSink>('a function of a record');

/** A sink alone, or with how much is kept in memory. */
export const ledgerOptions = z.union([
  aSink(),
  z.strictObject({
    sink: aSink()
      .optional()
      .describe('Takes a record of each call, once all its attempts have settled; cannot break a call.'),
    keep: z
      .int()
      .min(0)
      .max(100_000)
      .default(1_000)
      .describe('Calls kept in memory, for `routed.ledger.recent()` and the dashboard.'),
  }),
]);
