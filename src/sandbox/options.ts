import { z } from 'zod/v4';
import { modelProfileSchema, sandboxModels } from './profiles.js';

export const sandboxOptionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('0: any free port.'),
  models: z
    .record(z.string().min(1), modelProfileSchema)
    .prefault({ ...sandboxModels })
    .describe('Replaces the built-in models.'),
  seed: z.int().default(1).describe('The same seed and request give the same answer.'),
  latencyRatio: z.number().nonnegative().default(1).describe('Scales every latency; 0: as fast as possible.'),
});

export type SandboxOptions = z.input<typeof sandboxOptionsSchema>;
