import { z } from 'zod/v4';
import type { CallSettings, PriorityClass } from './core/call.js';
import { tiers } from './core/classification.js';
import type { ModelOptions } from './core/model.js';
import { parseOptions } from './core/parse-options.js';

const priorityNames = ['critical', 'high', 'normal', 'batch'] as const;

/** They are kept with each record. */
const mostTags = 50;

/** `providerOptions.routed`, and the `settings` of `routed(id, settings)`. */
export const routedCallOptions = z.strictObject({
  tier: z
    .enum(tiers as ['simple', 'medium', 'complex'])
    .optional()
    .describe('Skip classification.'),
  target: z.string().min(1).optional().describe('Force this target or alias.'),
  maxCostUsd: z.number().positive().optional().describe('The whole call, all attempts, may not cost more.'),
  maxLatencyMs: z.number().positive().optional().describe('Expected time to first content should fit.'),
  deadlineMs: z.number().positive().optional().describe('Queue, attempts, waits and stream together.'),
  priority: z
    .union([z.enum(priorityNames), z.literal([0, 1, 2, 3])])
    .optional()
    .describe('Class in line; 0, or critical, is first; normal by default.'),
  tenant: z.string().min(1).max(256).optional().describe('Whose budget and fair share.'),
  session: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Calls of one name keep to one model while that pays (prompt cache).'),
  fallback: z
    .union([
      z.boolean(),
      z.strictObject({
        allowDearer: z.boolean().describe('A dearer one than the forced target, too.'),
      }),
    ])
    .optional()
    .describe('May another target answer; yes by default.'),
  tags: z
    .record(z.string().max(256), z.string().max(1_024))
    .refine(tags => Object.keys(tags).length <= mostTags, { error: `has more than ${mostTags} tags` })
    .optional()
    .describe('By name; they travel on events and records. At most 50, of 1,024 characters.'),
});
/** What one call may say in `providerOptions.routed`, or a model for all its calls as `settings`. */
export type RoutedCallOptions = z.input<typeof routedCallOptions>;

const noTags: Readonly<Record<string, string>> = {};
const withFallback = { allowed: true, allowDearer: false } as const;

const nothingSaid: CallSettings = {
  tier: null,
  target: null,
  maxCostUsd: null,
  maxLatencyMs: null,
  deadlineMs: null,
  priority: 2,
  tenant: '',
  session: null,
  fallback: withFallback,
  tags: noTags,
};

/** Where a call says what it wants, and where its model does. */
export const callRoot = 'providerOptions.routed';
export const settingsRoot = 'settings';

/** Parses the settings of a model once. @throws InvalidOptionsError */
export function modelSettings(settings: RoutedCallOptions | undefined): CallSettings {
  return settings === undefined ? nothingSaid : { ...nothingSaid, ...said(settings, settingsRoot) };
}

/** What one call says goes before what its model says. A call that says nothing parses nothing. @throws InvalidOptionsError */
export function callSettings(options: ModelOptions, defaults: CallSettings): CallSettings {
  const routed = options.providerOptions?.routed;
  return routed === undefined ? defaults : { ...defaults, ...said(routed, callRoot) };
}

function said(value: unknown, root: string): Partial<CallSettings> {
  const { priority, fallback, ...rest } = parseOptions(routedCallOptions, value, root);
  const settings: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(rest)) if (given !== undefined) settings[name] = given;
  if (priority !== undefined)
    settings.priority =
      typeof priority === 'number' ? priority : (priorityNames.indexOf(priority) as PriorityClass);
  if (fallback !== undefined)
    settings.fallback =
      typeof fallback === 'boolean'
        ? { ...withFallback, allowed: fallback }
        : { ...withFallback, allowDearer: fallback.allowDearer };
  return settings as Partial<CallSettings>;
}
