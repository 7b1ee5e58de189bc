import type { ModelWarning, ProviderOptions, ReasoningEffort } from '../core/model.js';
import type { Translation } from '../core/target.js';
import { presetNames } from './index.js';
import { translatedProviders, wordsFor } from './translate-provider-options.js';

const efforts = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
] as const satisfies ReasoningEffort[];
const isEffort = (value: unknown): value is ReasoningEffort => efforts.some(effort => effort === value);

/** What a model may call its own reasoning effort; where a call says one of these to it, no other counts. */
const reasoningWords = ['reasoningEffort', 'reasoning', 'effort', 'thinking', 'thinkingConfig'];

const knownProviders = new Set([...translatedProviders, ...presetNames]);
/** Providers that hand options on to whoever answers behind them: to those, none is foreign. */
const relays = new Set(['gateway', 'openrouter', 'litellm', 'routed']);

/**
 * Options for a model of the application's own: it gets all but ours as they are. A reasoning effort meant for another
 * provider becomes the call's; of what else is known to be another's, a warning says so.
 */
export function translateForModel(provider: string): (providerOptions: ProviderOptions) => Translation {
  const names = namesOf(provider);
  const isForeign = (name: string) => knownProviders.has(name) && !names.has(name);
  const isRelay = [...names].some(name => relays.has(name));

  return providerOptions => {
    const { routed, ...others } = providerOptions;
    const kept = routed === undefined ? providerOptions : others;
    const foreign = isRelay ? [] : Object.entries(others).filter(([name]) => isForeign(name));
    if (foreign.length === 0) return { providerOptions: kept, warnings: [] };
    const hasOwnEffort = Object.entries(others).some(
      ([name, options]) => !isForeign(name) && reasoningWords.some(word => word in (options ?? {})),
    );
    const warnings: ModelWarning[] = [];
    let reasoning: ReasoningEffort | undefined;
    for (const [name, options] of foreign) {
      for (const [option, value] of Object.entries(options ?? {})) {
        const effort = wordsFor(name, option, value, provider)?.reasoningEffort;
        if (!isEffort(effort)) warnings.push(notItsOwn(name, option, provider));
        else if (!hasOwnEffort) reasoning ??= effort;
      }
    }
    return { providerOptions: kept, warnings, ...(reasoning === undefined ? {} : { reasoning }) };
  };
}

/** Whose options a model reads, by its `provider`: `google.vertex.chat` those of google and vertex. */
function namesOf(provider: string): ReadonlySet<string> {
  const names = new Set(provider.toLowerCase().split(/[^a-z0-9]+/));
  // Azure's models are OpenAI's, and read the same options.
  if (names.has('azure')) names.add('openai');
  return names;
}

const notItsOwn = (name: string, option: string, provider: string): ModelWarning => ({
  type: 'unsupported',
  feature: `providerOptions.${name}.${option}`,
  details: `It is meant for another provider than ${provider}.`,
});
