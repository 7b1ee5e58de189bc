import { z } from 'zod/v4';
import { languageModel } from './any-language-model.js';
import { callDefaults, reasoning } from './call-defaults.js';
import { classifierOptions, routingOptions } from './classifier-options.js';
import type { Listener } from './core/events.js';
import type { World } from './core/world.js';
import { admissionOptions } from './layers/attempt/admission/options.js';
import { budgetOptions } from './layers/attempt/budget/options.js';
import { circuitBreakerOptions } from './layers/attempt/circuit-breaker/options.js';
import { timeoutOptions } from './layers/attempt/timeout/options.js';
import { learningOptions } from './layers/learning-options.js';
import { cascadeOptions } from './layers/seam/cascade/options.js';
import { explorationOptions } from './layers/seam/exploration.js';
import { hedgeOptions } from './layers/seam/hedge/options.js';
import { continuationOptions, retryOptions } from './layers/seam/options.js';
import { ledgerOptions } from './ledger-options.js';
import { aFunction, byName, orOff, thing } from './option-kinds.js';
import { recordOptions } from './record-options.js';
import type { Strategy } from './route/candidate.js';
import { strategies } from './route/strategies/index.js';
import type { Store } from './store/store.js';
import { notAModel, targetOptions } from './target-options.js';

const usd = z.number().min(0);

export const routeOptions = z.strictObject({
  target: z.string().min(1).describe('A target or an alias.'),
  reasoning: reasoning.optional().describe('The effort here, where the call asks for none.'),
  defaults: callDefaults.optional().describe('As those of a target, and before them.'),
});
const routeEntry = z.union([z.string().min(1), routeOptions]);
/** The name of a target or an alias, alone or with how to use it there. */
export type RouteEntry = z.input<typeof routeEntry>;
const chain = (tier: string) => z.array(routeEntry).min(1).describe(`For ${tier} calls, in order.`);

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
  classifier: classifierOptions.default('learned').describe('Who judges how much model a call takes.'),
  routing: routingOptions
    .optional()
    .describe(
      'How much goes to which tier: two borders on the score, as shares or as scores. A side that is not given stays where it is, or makes way: `simpleBelow: 0.9` leaves no medium, and complex from 0.9. `ai-sdk-routed calibrate` finds them for your own traffic.',
    ),
  strategy: z
    .union([
      z.enum(Object.keys(strategies) as [keyof typeof strategies]),
      aFunction<Strategy>('a function of the candidates'),
    ])
    .default('tiered')
    .describe('The order within a tier.'),
  exploration: orOff(explorationOptions)
    .prefault({})
    .describe(
      'Some calls that are routed by time (`fastest`, `balanced`, `maxLatencyMs`) go first to a target that few calls go to, so that its time is known. Never critical ones, nor those of a session, a tool loop or a target of their own.',
    ),
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
  learning: orOff(learningOptions)
    .default(false)
    .describe(
      'Feedback and retries teach how good each target is at each task; one that is clearly worse than the next goes behind it.',
    ),
  cascade: orOff(cascadeOptions)
    .default(false)
    .describe(
      'A cheap answer is checked and, when it is no good (no JSON where JSON was asked for, JSON that does not match the call’s schema, cut at a length limit that is not the call’s own), the tier above answers instead, once; both are charged. Never in a tool loop, with tool calls, or where the target is forced.',
    ),
  baseline: z.string().min(1).optional().describe('The target that savings are counted against.'),
  maxInputUsdPerMTok: usd.optional().describe('Dearer targets are left out.'),
  maxOutputUsdPerMTok: usd.optional().describe('Dearer targets are left out.'),
  store: thing<Store>('a store', value => typeof (value as Partial<Store>).run === 'function')
    .optional()
    .describe('Where rate limits, budgets and what is learned are kept; this process by default.'),
  world: thing<World>('a world', value => typeof (value as Partial<World>).monotonicMs === 'function')
    .optional()
    .describe('Clock, timers and chance; for tests.'),
  record: recordOptions
    .optional()
    .describe(
      'Is given one record per settled call: a function, or `{ sink, prompts }`; without text by default.',
    ),
  ledger: orOff(ledgerOptions)
    .prefault({})
    .describe(
      'What each call cost, and whose it was: the last calls in memory, each call to a sink. A function, or `{ sink, keep }`.',
    ),
  onEvent: aFunction<Listener>('a function').optional().describe('Hears every event; cannot break a call.'),
});
/** What `createRouted` takes; docs/options.md tells each option, its default and its unit. */
export type RoutedOptions = z.input<typeof routedOptions>;
export type ParsedOptions = z.output<typeof routedOptions>;
