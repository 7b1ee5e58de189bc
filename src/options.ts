import { z } from 'zod/v4';
import type { Classifier } from './core/classification.js';
import type { Listener } from './core/events.js';
import type { Model, ModelOptions } from './core/model.js';
import type { World } from './core/world.js';
import { admissionOptions } from './layers/attempt/admission/options.js';
import { circuitBreakerOptions } from './layers/attempt/circuit-breaker/options.js';
import { timeoutOptions } from './layers/attempt/timeout/options.js';
import { retryOptions } from './layers/seam/options.js';
import { presetNames } from './presets/index.js';
import type { Strategy } from './route/candidate.js';
import { strategies } from './route/strategies/index.js';
import type { Store } from './store/store.js';

/** A method of any vintage: `any`, because the option types of the SDK's majors are not assignable to each other. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyMethod = (options: any) => PromiseLike<any>;

/** Anything with the shape of a language model, whichever copy of the SDK its types come from. */
export interface AnyLanguageModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate: AnyMethod;
  doStream: AnyMethod;
}

const usd = z.number().min(0);
const count = z.int().positive();
const flag = z.boolean().optional();
const callDefaults = z.record(z.string(), z.unknown()).transform(value => value as Partial<ModelOptions>);
const reasoning = z.enum(['provider-default', 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

/** A shape that zod hands on untouched: functions and objects with methods are not data. */
function thing<Thing>(what: string, isIt: (value: object) => boolean) {
  return z.custom<Thing>(
    value => (typeof value === 'object' || typeof value === 'function') && value !== null && isIt(value),
    { error: `must be ${what}` },
  );
}

export const isLanguageModel = (value: object): value is AnyLanguageModel =>
  'doGenerate' in value && 'doStream' in value && 'specificationVersion' in value;
const aFunction = <Function_>(what: string) => thing<Function_>(what, value => typeof value === 'function');
const languageModel = thing<AnyLanguageModel>('a language model of the AI SDK', isLanguageModel).refine(
  model => model.specificationVersion === 'v4',
  {
    error: 'must be a LanguageModelV4 (AI SDK 7); older versions are not taken yet',
  },
) as unknown as z.ZodType<Model, AnyLanguageModel>;

const price = z.strictObject({
  inputUsdPerMTok: usd.describe('USD per million input tokens.'),
  outputUsdPerMTok: usd.describe('USD per million output tokens, reasoning included.'),
  cacheReadUsdPerMTok: usd.optional().describe('Absent: as input.'),
  cacheWriteUsdPerMTok: usd.optional().describe('Absent: as input.'),
  reasoningUsdPerMTok: usd.optional().describe('Absent: as output.'),
});

export const targetOptions = z
  .strictObject({
    preset: z.enum(presetNames).optional().describe('Whose API to speak to.'),
    model: languageModel.optional().describe('A model instead of a preset.'),
    modelId: z.string().min(1).optional().describe('The id on the wire; the target’s id by default.'),
    apiKey: z.string().min(1).optional(),
    baseURL: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    price: price.optional(),
    contextTokens: count.optional(),
    maxOutputTokens: count.optional(),
    expectedFirstContentMs: z.number().positive().optional(),
    supports: z
      .strictObject({ tools: flag, images: flag, files: flag, jsonSchema: flag, reasoning: flag })
      .prefault({}),
    limits: z
      .strictObject({
        requestsPerMinute: count.optional(),
        tokensPerMinute: count.optional(),
        maxConcurrent: count.optional(),
        burstMs: z.number().positive().default(1_000),
      })
      .prefault({}),
    defaults: callDefaults.optional(),
  })
  .refine(target => target.model === undefined || target.preset === undefined, {
    error: 'must have a preset or a model, not both',
  });
export type TargetOptions = z.input<typeof targetOptions>;
export type ParsedTarget = z.output<typeof targetOptions>;

const routeEntry = z.union([
  z.string().min(1),
  z.strictObject({
    target: z.string().min(1),
    reasoning: reasoning.optional(),
    defaults: callDefaults.optional(),
  }),
]);
export type RouteEntry = z.input<typeof routeEntry>;
const chain = z.array(routeEntry).min(1);

const classifierThing = thing<Classifier>(
  'a classifier',
  value => typeof (value as Partial<Classifier>).classify === 'function',
);
const classifierName = z.enum(['rules']);
const classifier = z.union([
  classifierName,
  z.strictObject({
    use: z.union([classifierName, classifierThing]).default('rules'),
    confidenceThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.85)
      .describe('Below it the tier above is taken, or the judge is asked.'),
    judge: languageModel.optional().describe('A model that is asked when the classifier is unsure.'),
    judgeDeadlineMs: z.number().positive().default(5_000),
  }),
  classifierThing,
]);

const orOff = <Schema extends z.ZodType>(schema: Schema) => z.union([z.literal(false), schema]);

export const routedOptions = z.strictObject({
  name: z
    .string()
    .min(1)
    .optional()
    .describe('Instances of one name share circuits, limits, lines and the report.'),
  apiKey: z
    .string()
    .min(1)
    .optional()
    .describe('HolySheep’s key; HOLYSHEEP_API_KEY by default, read at the first call.'),
  baseURL: z
    .string()
    .optional()
    .describe('HolySheep’s base URL; HOLYSHEEP_BASE_URL or https://api.holysheep.ai/v1 by default.'),
  headers: z.record(z.string(), z.string()).optional(),
  fetch: aFunction<typeof globalThis.fetch>('a fetch function').optional(),
  targets: z
    .record(z.string().min(1), z.union([languageModel, targetOptions]))
    .optional()
    .describe('Replaces the built-in targets.'),
  routes: z.strictObject({ simple: chain, medium: chain, complex: chain }).optional(),
  aliases: z.record(z.string().min(1), z.string().min(1)).optional(),
  classifier: classifier.default('rules'),
  strategy: z
    .union([z.enum(Object.keys(strategies) as [keyof typeof strategies]), aFunction<Strategy>('a strategy')])
    .default('tiered'),
  retry: orOff(retryOptions).prefault({}),
  breaker: orOff(circuitBreakerOptions).prefault({}),
  admission: orOff(admissionOptions).prefault({}),
  timeout: orOff(timeoutOptions).prefault({}),
  baseline: z.string().min(1).optional().describe('The target that savings are counted against.'),
  maxInputUsdPerMTok: usd.optional(),
  maxOutputUsdPerMTok: usd.optional(),
  store: thing<Store>('a store', value => typeof (value as Partial<Store>).run === 'function').optional(),
  world: thing<World>(
    'a world',
    value => typeof (value as Partial<World>).monotonicMs === 'function',
  ).optional(),
  onEvent: aFunction<Listener>('a function').optional(),
});
export type RoutedOptions = z.input<typeof routedOptions>;
export type ParsedOptions = z.output<typeof routedOptions>;
