import { z } from 'zod/v4';
import type { ModelOptions, ProviderOptions } from './core/model.js';

export const reasoning = z.enum([
  'provider-default',
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
]);

const count = z.int().positive();
const number = z.number();

/**
 * Call options that a target or a route entry may bring. What decides where a call can go (prompt, tools, response
 * format) is the call's own: filters and prices have looked at it before a target is known.
 */
export const callDefaults = z.strictObject({
  maxOutputTokens: count.optional(),
  temperature: number.optional(),
  topP: number.optional(),
  topK: number.optional(),
  presencePenalty: number.optional(),
  frequencyPenalty: number.optional(),
  stopSequences: z.array(z.string()).optional(),
  seed: z.int().optional(),
  reasoning: reasoning.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  // What is in it is for the provider to judge; its type says that it is JSON.
  providerOptions: (
    z.record(z.string(), z.record(z.string(), z.unknown())) as unknown as z.ZodType<
      ProviderOptions,
      ProviderOptions
    >
  ).optional(),
}) satisfies z.ZodType<Partial<ModelOptions>>;
