import type { Call } from '../../../core/call.js';
import type { Outcome, Usage } from '../../../core/outcome.js';
import type { RoutedReport } from '../../../core/report.js';
import type { Price } from '../../../core/target.js';
import type { ReportBook } from '../../../measure/report-book.js';
import type { Kit } from '../../kit.js';
import { learned } from '../../learned.js';
import { nameOf, statusOf } from './how-it-ended.js';
import { reportOf } from './report-of.js';

/** How a call ended, for its caller. */
export interface CallEnd {
  readonly status: Outcome['status'];
  /** Null: it was answered. */
  readonly errorName: string | null;
  /** Where several attempts wrote the answer: the tokens that one would have taken. */
  readonly uncutUsage: Usage | null;
}

/** Is given each settled call. Never throws. */
export type OnEnd = (call: Call, report: RoutedReport, end: CallEnd) => void;

export interface WriteDownOptions {
  /** What savings are counted against; null: none has a price. */
  readonly baseline: Price | null;
  readonly book: ReportBook;
  readonly onEnd: readonly OnEnd[];
}

/** Writes a settled call into the books and tells the listener, once per call. */
export function writeDown(
  kit: Kit,
  { baseline, book, onEnd }: WriteDownOptions,
): (call: Call, outcome: Outcome | null, error: unknown) => RoutedReport {
  const { world, emit } = kit;
  const known = learned(kit);
  return (call, outcome, error) => {
    call.cancel.release();
    if (outcome?.status === 'ok') known.answered(call, outcome);
    const report = reportOf(call, outcome, baseline, world);
    const end = endOf(kit, call, outcome, error);
    book.call(report, end.status);
    emit?.({
      type: 'call-end',
      callId: call.id,
      outcome: end.status,
      ...(end.errorName === null ? {} : { errorName: end.errorName }),
      tenant: call.settings.tenant,
      tags: call.settings.tags,
      report,
    });
    for (const tell of onEnd) tell(call, report, end);
    return report;
  };
}

const answered: CallEnd = { status: 'ok', errorName: null, uncutUsage: null };

function endOf(kit: Kit, { cancel }: Call, outcome: Outcome | null, error: unknown): CallEnd {
  const isLeft = cancel.isCancelled && cancel.reason === error;
  const status = statusOf(outcome?.status ?? (isLeft ? 'cancelled' : 'failed'), error);
  const uncutUsage = outcome?.uncutUsage ?? null;
  if (status === 'ok') return uncutUsage === null ? answered : { ...answered, uncutUsage };
  return { status, errorName: nameOf(kit, error), uncutUsage };
}
