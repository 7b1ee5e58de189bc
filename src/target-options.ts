import { z } from 'zod/v4';
import { aModel, languageModel, looksLikeModel } from './any-language-model.js';
import { callDefaults } from './call-defaults.js';
import { presetNames } from './presets/index.js';

/** Ten times what any model costs: a larger figure is in another unit, and its sums would not be exact. */
const mostUsdPerMTok = 10_000;
/** No list has a price that small; one per token, written by mistake, is. */
const leastUsdPerMTok = 0.0001;
const usd = z
  .number()
  .min(0)
  .max(mostUsdPerMTok)
  .refine(price => price === 0 || price >= leastUsdPerMTok, {
    error: 'is less than any price per million tokens: it may be one per token',
  });
const count = z.int().positive();
const flag = (what: string) => z.boolean().optional().describe(what);

const rateOptions = z.strictObject({
  inputUsdPerMTok: usd.describe('USD per million input tokens.'),
  outputUsdPerMTok: usd.describe('USD per million output tokens, reasoning included.'),
  cacheReadUsdPerMTok: usd.optional().describe('Absent: as input.'),
  cacheWriteUsdPerMTok: usd.optional().describe('Absent: as input.'),
  reasoningUsdPerMTok: usd.optional().describe('Absent: as output.'),
});

export const priceOptions = rateOptions.extend({
  tiers: z
    .array(
      rateOptions.extend({
        aboveInputTokens: z.int().min(0).describe('Where the call has more input than this.'),
      }),
    )
    .optional()
    .describe('Prices that apply to the whole of a call with more input.'),
});

export const targetOptions = z
  .strictObject({
    preset: z.enum(presetNames).optional().describe('Whose API to speak to.'),
    model: languageModel.optional().describe('A model instead of a preset.'),
    modelId: z.string().min(1).optional().describe('The id on the wire; the target’s id by default.'),
    apiKey: z
      .string()
      .min(1)
      .optional()
      .describe('Its key; the preset’s variable by default, read at the first call.'),
    baseURL: z.string().optional().describe('http or https, without a user name; the preset’s by default.'),
    headers: z.record(z.string(), z.string()).optional().describe('Sent with every request to it.'),
    price: priceOptions
      .optional()
      .describe('What it costs; the catalogue’s for a known model, else its cost is `null`. 0 is a price.'),
    contextTokens: count
      .optional()
      .describe(
        'Input and output together; set aside before a call: its input, and `maxOutputTokens` or what usually comes out. A call that asks for more than a bucket (`burstMs`) holds is refused at once.',
      ),
    maxOutputTokens: count.optional().describe('The longest answer; a call that asks for more is clamped.'),
    expectedFirstContentMs: z
      .number()
      .positive()
      .optional()
      .describe('Time to first content, until it has been measured.'),
    supports: z
      .strictObject({
        tools: flag('Takes tools and calls them.'),
        images: flag('Takes images.'),
        files: flag('Takes other files, such as PDF.'),
        jsonSchema: flag('Takes a JSON schema for its answer.'),
        reasoning: flag('Takes a reasoning effort.'),
      })
      .prefault({})
      .describe('What it can do; a flag that is not given is not known, and allowed.'),
    limits: z
      .strictObject({
        requestsPerMinute: count.optional().describe('Attempts, failed ones too.'),
        tokensPerMinute: count
          .optional()
          .describe(
            'Input and output together; set aside before a call: its input, and `maxOutputTokens` or what usually comes out. A call that asks for more than a bucket (`burstMs`) holds is refused at once.',
          ),
        maxConcurrent: count.optional().describe('Attempts at a time.'),
        burstMs: z
          .number()
          .positive()
          .default(1_000)
          .describe('A bucket holds this much of its rate, at least 1.'),
      })
      .prefault({})
      .describe(
        'What it takes; without limits, they are learned from its answers: a stated limit at once; after a 429 the rate falls to 0.7, not below 0.9 of what is accepted, and grows again; 429s that come whatever the rate do not lower it.',
      ),
    defaults: callDefaults.optional().describe('Call options that a call does not give itself.'),
  })
  .refine(target => target.model === undefined || target.preset === undefined, {
    error: 'must have a preset or a model, not both',
  });
/** A target as options; a language model of the AI SDK may stand in its place. */
export type TargetOptions = z.input<typeof targetOptions>;
/** What looks like a model is judged as one, not as options with unknown names. */
export const notAModel = z.custom<TargetOptions>(value => !looksLikeModel(value), aModel);
export type ParsedTarget = z.output<typeof targetOptions>;
