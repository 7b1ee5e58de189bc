import type { BatchObservableCallback, Meter } from '@opentelemetry/api';
import type { Report } from '../../measure/report.js';
import { boundedLabels } from './bounded-labels.js';

type Reported = Pick<Report, 'queue'> & {
  readonly targets: Readonly<Record<string, Pick<Report['targets'][string], 'circuit'>>>;
};

const states = ['closed', 'half-open', 'open'] as const;

/**
 * Circuits and lines as they are at each collection. Read from `report()` and not counted from events: a circuit is half
 * open because time went by, and no event says how many wait in line.
 * @returns ends it
 */
export function reportGauges({ report }: { report(): Reported }, meter: Meter): () => void {
  const labels = boundedLabels();
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(`routed.${name}`, { unit, description });
  const circuits = gauge('circuit', '{target}', 'Targets whose circuit is in this state.');
  const active = gauge('queue.active', '{attempt}', 'Attempts under way.');
  const waiting = gauge('queue.waiting', '{attempt}', 'Attempts that wait in line.');
  const utilization = gauge('queue.utilization', '1', 'Slots in use of those there are.');
  const all = [circuits, active, waiting, utilization];

  const observe: BatchObservableCallback = result => {
    const { targets, queue } = report();
    const counts = new Map<string, Map<string, number>>();
    for (const [id, { circuit }] of Object.entries(targets)) {
      const target = labels.target(id);
      const own = counts.get(target) ?? new Map<string, number>();
      counts.set(target, own.set(circuit, (own.get(circuit) ?? 0) + 1));
    }
    for (const [target, own] of counts)
      for (const state of states)
        result.observe(circuits, own.get(state) ?? 0, { 'routed.target': target, 'routed.circuit': state });
    result.observe(active, queue.active);
    result.observe(waiting, queue.waiting);
    result.observe(utilization, queue.utilizationRatio);
  };
  meter.addBatchObservableCallback(observe, all);
  return () => meter.removeBatchObservableCallback(observe, all);
}
