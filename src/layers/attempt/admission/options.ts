import { z } from 'zod/v4';

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
});
export type AdmissionOptions = z.output<typeof admissionOptions>;
