import type { Call } from '../core/call.js';
import type { RoutedReport } from '../core/report.js';
import type { Kit } from '../layers/kit.js';
import type { CallRecord, RecordSink } from './call-record.js';
import { RecordNotWrittenError } from './not-written-error.js';
import type { PromptRule } from './record-of.js';
import { recordOf } from './record-of.js';

export interface RecorderOptions extends PromptRule {
  readonly sink: RecordSink;
  /** The name of who gives the scores. */
  readonly classifier: string;
}

/** Sinks that take this many records and never say that they have them get no more. */
const mostInFlight = 1_000;

/**
 * Hands a record of each settled call to the sink. A sink that throws, rejects or hangs loses records and harms no call:
 * the lost are counted in the `dropped` of those that follow, and the first is told by one `warning` event.
 */
export function createRecorder(
  { world, emit }: Pick<Kit, 'world' | 'emit'>,
  { sink, ...rule }: RecorderOptions,
): (call: Call, report: RoutedReport, outcome: CallRecord['outcome']) => void {
  let inFlight = 0;
  let dropped = 0;

  function drop(why: string): void {
    if (dropped++ > 0) return;
    const message = `A call was not recorded: ${why}. More that are lost are counted in \`dropped\` of the records.`;
    emit?.({ type: 'warning', message });
  }

  return (call, report, outcome) => {
    if (inFlight >= mostInFlight) {
      drop(`the sink holds ${mostInFlight} records that it has not taken yet`);
      return;
    }
    try {
      const taking: unknown = sink(
        recordOf({ call, report, outcome }, { ...rule, at: world.wallMs(), dropped }),
      );
      if (typeof taking !== 'object' || taking === null) return;
      inFlight++;
      Promise.resolve(taking).then(
        () => {
          inFlight--;
        },
        error => {
          inFlight--;
          // What another sink says may hold the record, and the record a prompt.
          drop(RecordNotWrittenError.isInstance(error) ? error.problem : 'the sink rejected it');
        },
      );
    } catch {
      // What it threw may hold the record, and the record a prompt.
      drop('the sink threw');
    }
  };
}
