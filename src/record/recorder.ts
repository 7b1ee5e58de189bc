import type { OnEnd } from '../layers/call/observe/write-down.js';
import type { Kit } from '../layers/kit.js';
import { boundedSink } from './bounded-sink.js';
import type { CallRecord, RecordSink } from './call-record.js';
import type { PromptRule } from './record-of.js';
import { recordOf } from './record-of.js';

export interface RecorderOptions extends PromptRule {
  readonly sink: RecordSink;
  /** The name of who gives the scores. */
  readonly classifier: string;
}

/**
 * Hands a record of each settled call to the sink. A sink that throws, rejects or hangs loses records and harms no call:
 * the lost are counted in the `dropped` of those that follow, and the first is told by one `warning` event.
 */
export function createRecorder(
  { world, emit }: Pick<Kit, 'world' | 'emit'>,
  { sink, ...rule }: RecorderOptions,
): OnEnd {
  let dropped = 0;
  const give = boundedSink<CallRecord>({
    emit,
    sink,
    complaint: 'A call was not recorded',
    onDropped: () => dropped++,
  });
  return (call, report, { status }) =>
    give(() => recordOf({ call, report, outcome: status }, { ...rule, at: world.wallMs(), dropped }));
}
