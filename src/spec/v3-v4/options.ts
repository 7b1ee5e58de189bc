import type { LanguageModelV3CallOptions } from 'provider-v3';
import type { ModelOptions } from '../../core/model.js';
import { promptUp } from './prompt.js';

/** Call options of V3 in V4: only the prompt differs. @throws UnsupportedFunctionalityError for a file id without a provider */
export const optionsUp = (options: LanguageModelV3CallOptions): ModelOptions => ({
  ...options,
  prompt: promptUp(options.prompt),
});
