import { z } from 'zod/v4';
import { aFunction } from './option-kinds.js';
import type { RecordSink } from './record/call-record.js';

const aSink = () => aFunction<RecordSink>('a function of a record');

/** A sink alone, or with how much of a prompt it is given. */
export const recordOptions = z.union([
  aSink(),
  z
    .strictObject({
      sink: aSink().describe('Takes a record of each call that has settled; cannot break a call.'),
      prompts: z
        .enum(['features', 'hash', 'whole'])
        .default('features')
        .describe(
          '`features`: counts alone, no text; `hash`: and a SHA-256 of the latest ask; `whole`: AND THE TEXT of the latest ask, as users wrote it.',
        ),
      hashKey: z
        .string()
        .min(1)
        .optional()
        .describe('Makes the hash an HMAC: without the key nobody can try guesses. For `hash` alone.'),
    })
    .superRefine(({ prompts, hashKey }, context) => {
      if (hashKey !== undefined && prompts !== 'hash')
        context.addIssue({ code: 'custom', path: ['hashKey'], message: "is for prompts: 'hash'" });
    }),
]);
