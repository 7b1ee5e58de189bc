import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3StreamPart, SharedV3Warning } from 'provider-v3';
import type { Cross, V2, V3 } from '../crossing.js';
import { afterLost, tellingLost } from '../telling-lost.js';
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
export const v3CallsV2: Cross<V3, V2> = options => {
  const lost: SharedV3Warning[] = [];
  const tell = tellingLost<LanguageModelV3StreamPart, SharedV3Warning>(lost);
  return {
    options: optionsDown(options, warning => lost.push(warning)),
    result: result => {
      const up = resultUp(result);
      return { ...up, warnings: afterLost(lost, up.warnings) };
    },
    part: part => tell(partUp(part)),
  };
};
