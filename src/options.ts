import { z } from 'zod/v4';
import type { AnyLanguageModel } from './any-language-model.js';
import { aModel, isLanguageModel, languageModel, looksLikeModel } from './any-language-model.js';
import { callDefaults, reasoning } from './call-defaults.js';
import type { Classifier } from './core/classification.js';
import type { Listener } from './core/events.js';
import type { World } from './core/world.js';
import { admissionOptions } from './layers/attempt/admission/options.js';
import { budgetOptions } from './layers/attempt/budget/options.js';
import { circuitBreakerOptions } from './layers/attempt/circuit-breaker/options.js';
import { timeoutOptions } from './layers/attempt/timeout/options.js';
import { hedgeOptions } from './layers/seam/hedge/options.js';
import { continuationOptions, retryOptions } from './layers/seam/options.js';
import { presetNames } from './presets/index.js';
import type { Strategy } from './route/candidate.js';
import { strategies } from './route/strategies/index.js';
import type { Store } from './store/store.js';

export type { AnyLanguageModel };
export { isLanguageModel };

const usd = z.number().min(0);
const count = z.int().positive();
const flag = (what: string) => z.boolean().optional().describe(what);

/**
 * A shape that zod hands on untouched: functions and objects with methods are not data. Its title is what errors and
 * docs/options.md call it; with an empty message, `parseOptions` says what was given instead.
 */
function thing<Thing>(title: string, isIt: (value: object) => boolean) {
  return z
    .custom<Thing>(
      value => (typeof value === 'object' || typeof value === 'function') && value !== null && isIt(value),
      { error: '' },
    )
    .meta({ title });
}

const aFunction = <Function_>(title: string) => thing<Function_>(title, value => typeof value === 'function');
const price = z.strictObject({
  inputUsdPerMTok: usd.describe('USD per million input tokens.'),
  outputUsdPerMTok: usd.describe('USD per million output tokens, reasoning included.'),
  cacheReadUsdPerMTok: usd.optional().describe('Absent: as input.'),
  cacheWriteUsdPerMTok: usd.optional().describe('Absent: as input.'),
  reasoningUsdPerMTok: usd.optional().describe('Absent: as output.'),
});

/** zod drops an entry of this name without a word. */
const lostName = '__proto__';
/** A record by names that the application chooses. */
const byName = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .custom<Record<string, z.input<Schema>>>(
      given => typeof given !== 'object' || given === null || !Object.hasOwn(given, lostName),
      { error: `nothing can be named ${lostName}` },
    )
    .pipe(z.record(z.string().min(1), schema));

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
    price: price.optional().describe('What it costs; the catalogue’s for a known model.'),
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
const notAModel = z.custom<TargetOptions>(value => !looksLikeModel(value), aModel);
export type ParsedTarget = z.output<typeof targetOptions>;

export const routeOptions = z.strictObject({
  target: z.string().min(1).describe('A target or an alias.'),
  reasoning: reasoning.optional().describe('The effort here, where the call asks for none.'),
  defaults: callDefaults.optional().describe('As those of a target, and before them.'),
});
const routeEntry = z.union([z.string().min(1), routeOptions]);
/** The name of a target or an alias, alone or with how to use it there. */
export type RouteEntry = z.input<typeof routeEntry>;
const chain = (tier: string) => z.array(routeEntry).min(1).describe(`For ${tier} calls, in order.`);

const classifierThing = thing<Classifier>(
  'a classifier of your own',
  value => typeof (value as Partial<Classifier>).classify === 'function',
);
const judgeOptions = z.strictObject({
  model: languageModel.describe('The judge.'),
  price: price.describe('What it costs.'),
});
export type ParsedJudge = z.output<typeof judgeOptions>;
/** What looks like a model is judged as one, here too. */
const notAJudge = z.custom<z.input<typeof judgeOptions>>(value => !looksLikeModel(value), aModel);
const classifierName = z.enum(['rules']);
const classifier = z.union([
  classifierName,
  z.strictObject({
    use: z.union([classifierName, classifierThing]).default('rules').describe('Who judges.'),
    confidenceThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.85)
      .describe('Below it the tier above is taken, or the judge is asked.'),
    judge: z
      .union([languageModel, notAJudge.pipe(judgeOptions)])
      .optional()
      .describe(
        'A model that is asked when the classifier is unsure; `{ model, price }` where no target tells its price.',
      ),
    judgeDeadlineMs: z.number().positive().default(5_000).describe('After this the rules decide.'),
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
  headers: z.record(z.string(), z.string()).optional().describe('Sent with every request to HolySheep.'),
  fetch: aFunction<typeof globalThis.fetch>('a fetch function')
    .optional()
    .describe('Used by the presets, with their guards around it.'),
  targets: byName(z.union([languageModel, notAModel.pipe(targetOptions)]))
    .optional()
    .describe('By id; replaces the built-in targets.'),
  routes: z
    .strictObject({ simple: chain('simple'), medium: chain('medium'), complex: chain('complex') })
    .optional()
    .describe('A tier’s whole chain; own targets without routes are sorted by price into thirds.'),
  aliases: byName(z.string().min(1)).optional().describe('Other names, each with the target it stands for.'),
  classifier: classifier.default('rules').describe('Who judges how much model a call takes.'),
  strategy: z
    .union([
      z.enum(Object.keys(strategies) as [keyof typeof strategies]),
      aFunction<Strategy>('a function of the candidates'),
    ])
    .default('tiered')
    .describe('The order within a tier.'),
  retry: orOff(retryOptions).prefault({}).describe('What is tried again; off: one attempt per target.'),
  breaker: orOff(circuitBreakerOptions).prefault({}).describe('When a failing target is left alone.'),
  admission: orOff(admissionOptions).prefault({}).describe('The line in front of each target.'),
  timeout: orOff(timeoutOptions).prefault({}).describe('When an attempt has taken too long.'),
  budget: orOff(budgetOptions)
    .default(false)
    .describe(
      'What may be spent, in USD, in windows of the UTC calendar, by the wall clock. A target without a price is left out.',
    ),
  hedge: orOff(hedgeOptions)
    .default(false)
    .describe(
      'A second target is started when the first is slower than usual: the first to have content answers, the other is aborted, both are charged. Never in a tool loop, nor with tools that a provider runs.',
    ),
  continuation: orOff(continuationOptions)
    .default(false)
    .describe(
      'A stream of text alone that breaks off is gone on with by the next target, as one stream. Off: it ends with an error that holds the text so far.',
    ),
  baseline: z.string().min(1).optional().describe('The target that savings are counted against.'),
  maxInputUsdPerMTok: usd.optional().describe('Dearer targets are left out.'),
  maxOutputUsdPerMTok: usd.optional().describe('Dearer targets are left out.'),
  store: thing<Store>('a store', value => typeof (value as Partial<Store>).run === 'function')
    .optional()
    .describe('Where rate limits and budgets are kept; this process by default.'),
  world: thing<World>('a world', value => typeof (value as Partial<World>).monotonicMs === 'function')
    .optional()
    .describe('Clock, timers and chance; for tests.'),
  onEvent: aFunction<Listener>('a function').optional().describe('Hears every event; cannot break a call.'),
});
/** What `createRouted` takes; docs/options.md tells each option, its default and its unit. */
export type RoutedOptions = z.input<typeof routedOptions>;
export type ParsedOptions = z.output<typeof routedOptions>;
