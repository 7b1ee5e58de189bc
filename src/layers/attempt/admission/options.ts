import { z } from 'zod/v4';

export const adaptiveOptions = z
  .strictObject({
    init: z.number().min(1).default(8).describe('Attempts at a time, to begin with.'),
    min: z.number().min(1).default(1).describe('Never fewer.'),
    max: z.number().min(1).default(200).describe('Never more; nor more than the target’s `maxConcurrent`.'),
    tolerance: z
      .number()
      .min(1)
      .default(2)
      .describe('How many times as long as usual answers may take before the limit shrinks.'),
    smoothing: z.number().gt(0).max(1).default(0.2).describe('How far one window moves the limit.'),
    queue: z.number().min(0).default(4).describe('How many more than seem right are tried.'),
    windowMs: z.number().positive().default(1_000).describe('The limit moves no more often than this.'),
    minimumSamples: z.int().positive().default(10).describe('And not before so many answers.'),
  })
  .refine(({ min, max }) => min <= max, { error: 'min must not be above max' });
export type AdaptiveOptions = z.output<typeof adaptiveOptions>;

export const admissionOptions = z.strictObject({
  maxWaiting: z.int().min(0).default(10_000).describe('Attempts that may wait in one target’s line.'),
  tenantShareRatio: z
    .number()
    .gt(0)
    .max(1)
    .default(0.25)
    .describe('Share of a line that one named tenant may fill once the line is half full.'),
  longestCoolWaitMs: z
    .number()
    .min(0)
    .default(30_000)
    .describe('An attempt with no other target waits out a cool-down up to this long.'),
  adaptive: z
    .union([z.boolean(), adaptiveOptions])
    .default(false)
    .describe(
      'Finds out how many attempts at a time a target takes, from how long first content takes, timeouts and 429s. Off: `maxConcurrent`.',
    ),
});
export type AdmissionOptions = z.output<typeof admissionOptions>;

/** The options of an adaptive limit, complete; null: it is off. */
export const adaptiveOf = ({ adaptive }: AdmissionOptions): AdaptiveOptions | null =>
  adaptive === true ? adaptiveOptions.parse({}) : adaptive || null;
