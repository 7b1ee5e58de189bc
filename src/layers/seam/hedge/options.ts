import { z } from 'zod/v4';

export const hedgeOptions = z.strictObject({
  maxRatio: z
    .number()
    .gt(0)
    .max(1)
    .default(0.05)
    .describe('Share of all calls that may be hedged. What is not used is saved up for 10 hedges at most.'),
  minimumSamples: z
    .int()
    .positive()
    .default(20)
    .describe('Answers of a target in the last minutes before it is known what is slow for it.'),
  minDelayMs: z
    .number()
    .min(0)
    .default(100)
    .describe('A first attempt is given at least this long, however fast its target is.'),
  delayMs: z
    .number()
    .positive()
    .optional()
    .describe(
      'How long a first attempt is given, in the place of what is usual: the p95 of its target’s time to first content or, for a generate, to the whole answer. From when it was sent: waiting in line is not slow.',
    ),
});
export type HedgeOptions = z.output<typeof hedgeOptions>;
