import { z } from 'zod/v4';

export const learningOptions = z.strictObject({
  explorationRatio: z
    .number()
    .min(0)
    .max(0.1)
    .default(0)
    .describe(
      'Share of calls whose order is drawn from what is believed of each target, to find out whether that still holds. Never in a tool loop, in a session that has begun, for a forced target, or with priority critical.',
    ),
});
export type LearningOptions = z.output<typeof learningOptions>;
