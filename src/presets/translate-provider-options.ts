import type { ModelWarning, ProviderOptions } from '../core/model.js';
import type { Translation } from '../core/target.js';

type Words = Readonly<Record<string, unknown>>;

/** What an option of a provider is called by the OpenAI-compatible models; null: it has no word there. */
const translators: Readonly<
  Record<string, Readonly<Record<string, (value: unknown, toProvider: string) => Words | null>>>
> = {
  openai: {
    reasoningEffort: value => ({ reasoningEffort: value }),
    user: value => ({ user: value }),
    textVerbosity: value => ({ textVerbosity: value }),
    strictJsonSchema: value => ({ strictJsonSchema: value }),
    parallelToolCalls: value => ({ parallel_tool_calls: value }),
    serviceTier: onlyOpenAI('service_tier'),
    store: onlyOpenAI('store'),
    metadata: onlyOpenAI('metadata'),
  },
  anthropic: {
    thinking: value => effortOfBudget(value, 'budgetTokens'),
    effort: value => ({ reasoningEffort: value }),
    disableParallelToolUse: value => ({ parallel_tool_calls: value !== true }),
  },
  google: {
    thinkingConfig: value => effortOfBudget(value, 'thinkingBudget'),
  },
};

/** A word that no other vendor knows. */
function onlyOpenAI(word: string) {
  return (value: unknown, toProvider: string): Words | null =>
    toProvider === 'openai' ? { [word]: value } : null;
}

/** A budget of thinking tokens as the nearest effort: 0 none, up to 2,048 low, up to 8,192 medium, else high. */
function effortOfBudget(value: unknown, key: string): Words | null {
  const { type, [key]: budget } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (type === 'disabled' || budget === 0) return { reasoningEffort: 'none' };
  if (typeof budget !== 'number') return null;
  if (budget < 0) return null;
  return { reasoningEffort: budget <= 2_048 ? 'low' : budget <= 8_192 ? 'medium' : 'high' };
}

/** An option of another provider in the words of the compatible models; null where there are none. */
export function wordsFor(provider: string, option: string, value: unknown, toProvider: string): Words | null {
  if (!knows(provider, option)) return null;
  return translators[provider]?.[option]?.(value, toProvider) ?? null;
}

const knows = (provider: string, option: string): boolean =>
  Object.hasOwn(translators, provider) && Object.hasOwn(translators[provider] as object, option);

/** The providers whose options are known well enough to say that another does not read them. */
export const translatedProviders: readonly string[] = Object.keys(translators);

/** Names that mean the target itself: its preset, and what `@ai-sdk/openai-compatible` calls all of its kind. */
const isOwn = (name: string, preset: string) =>
  name === preset || name === 'openaiCompatible' || name === 'openai-compatible';

/** Says what the preset's own model makes of options that were written for another provider. Nothing is dropped in silence. */
export function translateProviderOptions({
  providerOptions,
  toProvider,
}: {
  readonly providerOptions: ProviderOptions;
  readonly toProvider: string;
}): Translation {
  const own: Record<string, unknown> = {};
  const translated: Record<string, unknown> = {};
  const warnings: ModelWarning[] = [];
  for (const [provider, options] of Object.entries(providerOptions)) {
    if (provider === 'routed') continue;
    for (const [option, value] of Object.entries(options ?? {})) {
      // OpenAI's own preset reads OpenAI's words through the same table: the compatible model has other names for some.
      if (isOwn(provider, toProvider) && !knows(provider, option)) {
        own[option] = value;
        continue;
      }
      const words = wordsFor(provider, option, value, toProvider);
      if (words === null) warnings.push(dropped(provider, option, toProvider));
      else Object.assign(translated, words);
    }
  }
  const all = { ...translated, ...own };
  return {
    providerOptions: Object.keys(all).length === 0 ? undefined : ({ [toProvider]: all } as ProviderOptions),
    warnings,
  };
}

const dropped = (provider: string, option: string, toProvider: string): ModelWarning => ({
  type: 'unsupported',
  feature: `providerOptions.${provider}.${option}`,
  details: `${toProvider} has no such option; it was left out.`,
});
