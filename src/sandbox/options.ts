import { z } from 'zod/v4';
import { InvalidOptionsError } from '../core/errors.js';
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

/** @throws InvalidOptionsError that names the first thing that is wrong. */
export function parseOrThrow<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  at: readonly string[] = [],
): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [...at, ...(issue?.path ?? [])].map(String).join('.');
  throw new InvalidOptionsError({ path, problem: issue?.message ?? 'not allowed' });
}
