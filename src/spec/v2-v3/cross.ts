import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { SharedV3Warning } from 'provider-v3';
import type { Cross, V2, V3 } from '../crossing.js';
import { tellingLost } from '../telling-lost.js';
import { optionsDown, optionsUp } from './options.js';
import { resultDown, resultUp } from './result.js';
import { partDown, partUp } from './stream.js';

/** AI SDK 5 calls a model of V3. */
export const v2CallsV3: Cross<V2, V3> = options => {
  const state = {
    toolNames: namesOf(options.tools),
    leftOut: new Set<string>(),
    leftOutIds: new Set<string>(),
  };
  return {
    options: optionsUp(options),
    result: result => resultDown(result, state),
    part: part => partDown(part, state),
  };
};

const namesOf = (tools: LanguageModelV2CallOptions['tools']) =>
  new Set((tools ?? []).map(({ name }) => name));

/** The core calls a model of V2, by way of V3. */
export const v3CallsV2: Cross<V3, V2> = tellingLost<V3, V2, SharedV3Warning>((options, warn) => ({
  options: optionsDown(options, warn),
  result: resultUp,
  part: part => [partUp(part)],
}));
