import type { CallParameters } from '../../../core/events.js';
import type { ModelOptions } from '../../../core/model.js';

/** Named one by one: an option that is added one day must not slip into an event with its text. */
export function parametersOf({
  temperature,
  topP,
  topK,
  maxOutputTokens,
  presencePenalty,
  frequencyPenalty,
  seed,
  reasoning,
}: ModelOptions): CallParameters {
  return {
    ...(temperature === undefined ? undefined : { temperature }),
    ...(topP === undefined ? undefined : { topP }),
    ...(topK === undefined ? undefined : { topK }),
    ...(maxOutputTokens === undefined ? undefined : { maxOutputTokens }),
    ...(presencePenalty === undefined ? undefined : { presencePenalty }),
    ...(frequencyPenalty === undefined ? undefined : { frequencyPenalty }),
    ...(seed === undefined ? undefined : { seed }),
    ...(reasoning === undefined ? undefined : { reasoning }),
  };
}
