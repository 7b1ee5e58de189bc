import type { OnEnd } from './layers/call/observe/write-down.js';
import type { Kit } from './layers/kit.js';
import type { ParsedOptions } from './options.js';
import { createRecorder } from './record/recorder.js';

/** Writes down each settled call, where the application gave a sink; null: it did not. */
export function makeRecorder(kit: Kit, given: ParsedOptions['record'], classifier: string): OnEnd | null {
  if (given === undefined) return null;
  if (typeof given === 'function')
    return createRecorder(kit, { sink: given, prompts: 'features', classifier });
  return createRecorder(kit, { ...given, classifier });
}
