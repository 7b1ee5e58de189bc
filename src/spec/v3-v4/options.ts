import type { LanguageModelV3CallOptions } from 'provider-v3';
import type { ModelOptions, ModelWarning } from '../../core/model.js';
import { promptDown } from './prompt-down.js';
import { promptUp } from './prompt-up.js';

/** Call options of V3 in V4: only the prompt differs. @throws UnsupportedFunctionalityError for a file id without a provider */
export const optionsUp = (options: LanguageModelV3CallOptions): ModelOptions => ({
  ...options,
  prompt: promptUp(options.prompt),
});

/**
 * Call options of V4 in V3. Lost, with a warning: the reasoning effort, custom parts, files of reasoning.
 * @throws UnsupportedFunctionalityError for a provider's file reference in a message
 */
export function optionsDown(
  { reasoning, ...options }: ModelOptions,
  warn: (warning: ModelWarning) => void,
): LanguageModelV3CallOptions {
  if (reasoning !== undefined && reasoning !== 'provider-default')
    warn({ type: 'unsupported', feature: 'reasoning', details: 'Models of V3 have no reasoning effort.' });
  return { ...options, prompt: promptDown(options.prompt, warn) } as LanguageModelV3CallOptions;
}
