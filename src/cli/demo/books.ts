import type { RoutedEvent, RoutedReport } from '../../index.js';

/** What the calls of a demo came to, as the router itself tells it. */
export interface Books {
  listen(event: RoutedEvent): void;
  readonly calls: readonly CallRecord[];
  /** Attempts that left the process. */
  sent(): number;
}

interface CallRecord {
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  readonly report: RoutedReport;
}

export function createBooks(): Books {
  const calls: CallRecord[] = [];
  return {
    calls,
    listen(event) {
      if (event.type === 'call-end') calls.push({ outcome: event.outcome, report: event.report });
    },
    sent: () => calls.reduce((sum, { report }) => sum + report.attempts.filter(wasSent).length, 0),
  };
}

/** A skipped attempt was refused here; nothing left the process. */
export const wasSent = ({ outcome }: RoutedReport['attempts'][number]): boolean => outcome !== 'skipped';
