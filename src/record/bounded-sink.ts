import type { Emit } from '../core/events.js';
import { RecordNotWrittenError } from './not-written-error.js';

export interface BoundedSinkParts<Record_> {
  readonly emit: Emit | undefined;
  readonly sink: (record: Record_) => unknown;
  /** What a loss is told as: `A call was not recorded`. */
  readonly complaint: string;
  /** Told of each record that was lost. */
  readonly onDropped: () => void;
}

/** A sink that takes this many records and never says that it has them gets no more: as many lines as a file lets wait. */
const mostInFlight = 10_000;

/**
 * Hands records to a sink of the application. One that throws, rejects or hangs loses records and harms no call: each is
 * told to `onDropped`, and the first by one `warning` event.
 */
export function boundedSink<Record_>({ emit, sink, complaint, onDropped }: BoundedSinkParts<Record_>) {
  let inFlight = 0;
  let hasComplained = false;

  function drop(why: string): void {
    onDropped();
    if (hasComplained) return;
    hasComplained = true;
    const message = `${complaint}: ${why}. More that are lost are counted in \`dropped\` of the records.`;
    emit?.({ type: 'warning', message });
  }

  /** The record is made only where it is taken. */
  return (make: () => Record_): void => {
    if (inFlight >= mostInFlight) {
      drop(`the sink holds ${mostInFlight} records that it has not taken yet`);
      return;
    }
    try {
      const taking: unknown = sink(make());
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
