import { z } from 'zod/v4';

export const retryOptions = z.strictObject({
  maxAttempts: z.int().positive().default(5).describe('Attempts per call, all targets together.'),
  maxAttemptsPerTarget: z.int().positive().default(3).describe('Attempts per call at one target.'),
  maxHintedAttempts: z
    .int()
    .positive()
    .default(10)
    .describe('Attempts per call that a 429 with a hint may ask for, outside the two limits.'),
  longestHintMs: z
    .number()
    .min(0)
    .default(30_000)
    .describe('A server that asks to wait longer is left alone instead.'),
  budgetRatio: z
    .number()
    .min(0)
    .default(0.2)
    .describe('Retries that each first attempt pays for, per target.'),
  budgetReservePerSecond: z
    .number()
    .min(0)
    .default(1)
    .describe('Retries per second that are always paid for, per target.'),
});
export type RetryOptions = z.output<typeof retryOptions>;

export const continuationOptions = z.strictObject({
  maxContinuations: z
    .int()
    .positive()
    .default(2)
    .describe('Times that the text of one call is gone on with; each may take several attempts.'),
});
export type ContinuationOptions = z.output<typeof continuationOptions>;
