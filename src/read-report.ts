import type { Target } from './core/target.js';
import type { LineFacts } from './layers/attempt/admission/line-facts.js';
import { lineFacts } from './layers/attempt/admission/line-facts.js';
import { unavailability } from './layers/health.js';
import type { Kit } from './layers/kit.js';
import type { LedgerParts } from './make-ledger.js';
import type { QueueReport, Report } from './measure/report.js';
import type { ReportBook } from './measure/report-book.js';

export interface ReportedTargets {
  readonly listed: ReadonlyMap<string, Target>;
  /** The judge, and those that were named as `<preset>/<model id>`: reported once they were used. */
  readonly others: readonly Target[];
}

/** What the book says, with each target's circuit and the lines as they are at this moment. */
export function readReport(
  kit: Kit,
  { book, books }: { readonly book: ReportBook; readonly books: LedgerParts },
  { listed, others }: ReportedTargets,
): Report {
  const nowMs = kit.world.monotonicMs();
  const circuits = Object.create(null) as Record<
    string,
    { circuit: 'closed' | 'open' | 'half-open'; retryAfterMs?: number }
  >;
  const targets = new Map(others.filter(({ id }) => book.knows(id)).map(target => [target.id, target]));
  for (const [id, target] of listed) targets.set(id, target);
  for (const { id, stateKey } of targets.values()) {
    const health = kit.health.of(stateKey);
    const refusal = unavailability(health, nowMs);
    // An open circuit whose time is over lets the next call through as its probe.
    const isOver = health.circuit === 'open' && health.openUntilMs <= nowMs;
    const circuit = isOver ? 'half-open' : health.circuit;
    circuits[id] = refusal === null ? { circuit } : { circuit, retryAfterMs: refusal.retryAfterMs };
  }
  const { recorded, dropped } = books.book;
  return {
    ...book.read({ circuits, queue: queueReport(lineFacts(kit), [...targets.values()]) }),
    ledger: { recorded, dropped },
  };
}

function queueReport(facts: LineFacts, targets: readonly Target[]): QueueReport {
  const slots = targets.reduce((sum, { limits }) => sum + (limits.maxConcurrent ?? 0), 0);
  const ended = facts.completed + facts.failed + facts.refused;
  return {
    ...facts,
    utilizationRatio: slots === 0 ? 0 : Math.min(1, facts.active / slots),
    successRatio: ended === 0 ? 1 : facts.completed / ended,
  };
}
