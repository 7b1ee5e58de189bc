import { z } from 'zod/v4';
import { tiers } from '../../../core/classification.js';

export const cascadeOptions = z.strictObject({
  routes: z
    .array(z.enum(tiers))
    .min(1)
    .default([...tiers])
    .describe(
      'Tiers whose answers are checked. `simple` and `medium` begin as ever, and are escalated one tier up; `complex` begins one tier lower, where the call has a JSON schema.',
    ),
  stream: z
    .literal('buffer')
    .optional()
    .describe(
      'Streams are checked too: nothing of one is handed on before it has ended, so its first content is late. Without it streams are untouched.',
    ),
});
export type CascadeOptions = z.output<typeof cascadeOptions>;
