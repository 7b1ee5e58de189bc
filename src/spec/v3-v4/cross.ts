import type { ModelWarning } from '../../core/model.js';
import type { Cross, V3, V4 } from '../crossing.js';
import { tellingLost } from '../telling-lost.js';
import { optionsDown, optionsUp } from './options.js';
import { resultDown, resultUp } from './result.js';
import { partDown, partUp } from './stream.js';

/** AI SDK 6 calls a model of V4. */
export const v3CallsV4: Cross<V3, V4> = options => {
  const leftOut = new Set<string>();
  return {
    options: optionsUp(options),
    result: result => resultDown(result, options),
    part: part => partDown(part, leftOut),
  };
};

/** The core calls a model of V3. What of the call had to be left out is told with the answer's own warnings. */
export const v4CallsV3: Cross<V4, V3> = tellingLost<V4, V3, ModelWarning>((options, warn) => ({
  options: optionsDown(options, warn),
  result: resultUp,
  part: part => [partUp(part)],
}));
