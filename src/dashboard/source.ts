import { InvalidOptionsError } from '../core/errors.js';
import type { Ledger, Report } from '../index.js';

/** What has happened so far: of a process, or all that a ledger tells, which knows nothing of circuits and lines. */
export type SourceReport = Omit<Report, 'scope'> & { readonly scope: 'process' | 'ledger' };

/** What a dashboard shows: a provider of any door, or anything else that can tell as much. */
export interface DashboardSource {
  report(): SourceReport;
  readonly ledger: Pick<Ledger, 'recent' | 'subscribe' | 'circuits'>;
  /** What time it is there, in ms since 1970; the platform's clock where it is absent. */
  nowMs?(): number;
}

/** @throws InvalidOptionsError for what is no source */
export function checkSource(source: DashboardSource): void {
  const { report, ledger } = (source ?? {}) as Partial<DashboardSource>;
  const isSource =
    typeof report === 'function' &&
    typeof ledger?.recent === 'function' &&
    typeof ledger.subscribe === 'function' &&
    typeof ledger.circuits === 'function';
  if (!isSource)
    throw new InvalidOptionsError({
      path: 'source',
      problem: 'is not what createRouted returns',
      allowed: ['a provider of createRouted', 'an object with report() and a ledger'],
    });
}
