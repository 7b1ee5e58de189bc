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
  maxOutputTokens: count.optional().describe('The longest answer.'),
  temperature: number.optional().describe('How freely it chooses among words.'),
  topP: number.optional().describe('Nucleus sampling.'),
  topK: number.optional().describe('Sampling from the likeliest tokens only.'),
  presencePenalty: number.optional().describe('Against coming back to what was said.'),
  frequencyPenalty: number.optional().describe('Against using the same words again.'),
  stopSequences: z.array(z.string()).optional().describe('Texts that end the answer.'),
  seed: z.int().optional().describe('For answers that can be repeated, where the model can.'),
  reasoning: reasoning.optional().describe('How much it thinks before it answers.'),
  headers: z.record(z.string(), z.string()).optional().describe('Sent with the request.'),
  // What is in it is for the provider to judge; its type says that it is JSON.
  providerOptions: (
    z.record(z.string(), z.record(z.string(), z.unknown())) as unknown as z.ZodType<
      ProviderOptions,
      ProviderOptions
    >
  )
    .optional()
    .describe('By provider; translated for the target where a table knows them.'),
}) satisfies z.ZodType<Partial<ModelOptions>>;
