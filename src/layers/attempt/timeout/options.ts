import { z } from 'zod/v4';

const limitMs = (defaultMs: number, description: string) =>
  z.number().positive().default(defaultMs).describe(description);

export const timeoutOptions = z.strictObject({
  responseMs: limitMs(15_000, 'Streams: until the response headers.'),
  firstContentMs: limitMs(30_000, 'Streams: until the first text, reasoning, tool input, file or source.'),
  idleMs: limitMs(30_000, 'Streams: between two pieces of content, while somebody reads.'),
  unreadMs: limitMs(300_000, 'Streams: while nobody reads.'),
  attemptMs: limitMs(300_000, 'Generate: until the whole answer.'),
  streamMs: limitMs(600_000, 'Streams: until the end of the answer.'),
  minOutputCharactersPerSecond: z
    .union([z.literal(false), z.number().positive()])
    .default(false)
    .describe(
      'Streams: a target that writes more slowly is given up. Text, reasoning and tool input count; time in which nobody reads, or the provider runs a tool, does not.',
    ),
  outputSpeedWindowMs: z
    .number()
    .min(1_000)
    .default(10_000)
    .describe('Streams: the span of reading time that `minOutputCharactersPerSecond` is taken over.'),
});
export type TimeoutOptions = z.output<typeof timeoutOptions>;
