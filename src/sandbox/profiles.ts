import { z } from 'zod/v4';

/** How a model of the sandbox behaves; what is left out has the default. */
export const modelProfileSchema = z.strictObject({
  firstTokenMs: z.number().nonnegative().default(40).describe('Time to the first token, before jitter.'),
  tokensPerSecond: z.number().positive().default(4_000).describe('How fast tokens come after the first.'),
  jitterRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Largest share by which a time is off, both ways.'),
  requestsPerMinute: z.int().positive().nullable().default(6_000).describe('Null: no limit.'),
  tokensPerMinute: z
    .int()
    .positive()
    .nullable()
    .default(30_000_000)
    .describe('Prompt and answer together. Null: no limit.'),
  burstMs: z
    .int()
    .positive()
    .default(60_000)
    .describe('The limits hold over this long: 1,000 makes 6,000 per minute 100 per second.'),
  maxConcurrent: z.int().positive().nullable().default(null).describe('Requests in flight. Null: no limit.'),
  contextTokens: z.int().positive().default(131_072).describe('Prompt and answer must fit in it.'),
  supportsJsonSchema: z.boolean().default(true).describe('False: response_format json_schema is a 400.'),
  supportsTools: z.boolean().default(true).describe('False: tools are a 400.'),
  reportedCostUsd: z
    .number()
    .nonnegative()
    .nullable()
    .default(null)
    .describe('What each answer says it cost, as `usage.cost`, the way of OpenRouter. Null: nothing.'),
});

export type ModelProfile = z.output<typeof modelProfileSchema>;
export type SandboxModelProfile = z.input<typeof modelProfileSchema>;

/**
 * The models of a sandbox that is not told otherwise. Their order of speed is that of the real ones, but
 * everything is about twenty times as fast, so that a demo of 200 calls takes seconds.
 */
export const sandboxModels: Readonly<Record<string, SandboxModelProfile>> = {
  'deepseek-v3.2': { firstTokenMs: 45, tokensPerSecond: 2_500, contextTokens: 131_072 },
  'gemini-2.5-flash': { firstTokenMs: 25, tokensPerSecond: 5_000, contextTokens: 1_048_576 },
  'claude-sonnet-4.5': { firstTokenMs: 80, tokensPerSecond: 2_000, contextTokens: 200_000 },
  'gpt-4.1': { firstTokenMs: 60, tokensPerSecond: 3_000, contextTokens: 1_047_576 },
};

/** Embedding models, which every sandbox has, with the length of their vectors. */
export const embeddingModels: ReadonlyMap<string, number> = new Map([
  ['text-embedding-3-small', 1_536],
  ['text-embedding-3-large', 3_072],
]);
