import type { ObserveOptions } from './layers/call/observe/observe.js';
import type { Kit } from './layers/kit.js';
import type { ParsedOptions } from './options.js';
import { createRecorder } from './record/recorder.js';

/** Writes down each settled call, where the application gave a sink; null: it did not. */
export function makeRecorder(
  kit: Kit,
  given: ParsedOptions['record'],
  classifier: string,
): ObserveOptions['onEnd'] {
  if (given === undefined) return null;
  if (typeof given === 'function')
    return createRecorder(kit, { sink: given, prompts: 'features', classifier });
  return createRecorder(kit, { ...given, classifier });
}
