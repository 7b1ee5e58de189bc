import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriorityClass } from '../../../../src/core/call.js';
import type { Waiting } from '../../../../src/layers/attempt/admission/priority-line.js';
import { createPriorityLine } from '../../../../src/layers/attempt/admission/priority-line.js';

interface Item extends Waiting {
  readonly arrival: number;
}

type Step =
  | {
      readonly do: 'add';
      readonly priority: PriorityClass;
      readonly tenant: string;
      readonly deadlineAtMs: number;
    }
  | { readonly do: 'take'; readonly times: number }
  | { readonly do: 'leave'; readonly at: number };

const weights = [8, 4, 2, 1];
const add: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('add' as const),
  priority: fc.constantFrom<PriorityClass>(0, 1, 2, 3),
  tenant: fc.constantFrom('a', 'b', 'c', '__proto__'),
  deadlineAtMs: fc.constantFrom(5, 50, Number.POSITIVE_INFINITY),
});
const step = fc.oneof(
  { weight: 8, arbitrary: add },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('take' as const), times: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), at: fc.nat() }) },
);
const steps = fc
  .tuple(fc.array(add, { maxLength: 60 }), fc.array(step, { maxLength: 200 }))
  .map(([first, then]): Step[] => [...first, ...then]);

/** Deficit round robin as the textbook has it: a class spends its credit, and all get it anew when none can be served. */
function referenceClasses() {
  let credits = [...weights];
  return {
    next(waiting: readonly Item[]): number {
      const hasWork = (priority: number) => waiting.some(item => item.priority === priority);
      const served = () => credits.findIndex((credit, priority) => credit > 0 && hasWork(priority));
      if (served() < 0) credits = [...weights];
      const priority = served();
      credits[priority] = (credits[priority] as number) - 1;
      return priority;
    },
  };
}

describe('the priority line beside its reference model', () => {
  it('serves classes by deficit round robin, tenants in turn, the nearest deadline first, and loses nobody', () => {
    fc.assert(
      fc.property(steps, script => {
        const line = createPriorityLine<Item>();
        const classes = referenceClasses();
        let waiting: Item[] = [];
        /** By class: who was served since each waiting tenant was served last, or came. */
        const servedSince = new Map<string, Set<string>>();
        const place = ({ priority, tenant }: Item) => `${priority} ${tenant}`;
        const gone: Item[] = [];
        let added = 0;
        for (const one of script) {
          if (one.do === 'add') {
            const item: Item = { ...one, arrival: added++ };
            line.add(item);
            if (!waiting.some(other => place(other) === place(item))) servedSince.set(place(item), new Set());
            waiting.push(item);
          } else if (one.do === 'leave') {
            const item = waiting[one.at % Math.max(1, waiting.length)];
            if (item === undefined) continue;
            expect(line.remove(item)).toBe(true);
            waiting = waiting.filter(other => other !== item);
            gone.push(item);
          } else
            for (let time = 0; time < one.times && waiting.length > 0; time++) {
              const item = line.take() as Item;
              expect(item.priority).toBe(classes.next(waiting));
              const rivals = waiting.filter(other => place(other) === place(item));
              const nearest = Math.min(...rivals.map(({ deadlineAtMs }) => deadlineAtMs));
              expect(item).toBe(rivals.find(({ deadlineAtMs }) => deadlineAtMs === nearest));
              waiting = waiting.filter(other => other !== item);
              gone.push(item);
              for (const other of waiting) {
                if (other.priority !== item.priority || other.tenant === item.tenant) continue;
                const since = servedSince.get(place(other)) as Set<string>;
                // Nobody of the class has two turns while another of it waits for one.
                expect(since.has(item.tenant)).toBe(false);
              }
              for (const other of waiting)
                if (other.priority === item.priority && other.tenant !== item.tenant)
                  servedSince.get(place(other))?.add(item.tenant);
              servedSince.set(place(item), new Set());
            }
        }
        for (let item = line.take(); item !== undefined; item = line.take()) gone.push(item);
        expect(new Set(gone).size).toBe(added);
        expect(gone).toHaveLength(added);
        expect(line.size).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('serves a class that always has work at least its weight in every fifteen places', () => {
    const arrivals = fc.array(fc.constantFrom<PriorityClass>(0, 1, 2, 3), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom<PriorityClass>(0, 1, 2, 3),
        fc.nat(30),
        fc.array(arrivals, { minLength: 60, maxLength: 200 }),
        (steady, takenBefore, turns) => {
          const line = createPriorityLine<Item>();
          let added = 0;
          const come = (priority: PriorityClass) =>
            line.add({ priority, tenant: '', deadlineAtMs: Number.POSITIVE_INFINITY, arrival: added++ });
          for (let time = 0; time < takenBefore; time++) {
            come(0);
            line.take();
          }
          let served = 0;
          turns.forEach((coming, turn) => {
            for (const priority of coming) come(priority);
            come(steady);
            if (line.take()?.priority === steady) served++;
            // The round that was under way at the start, and the one at the end, are not whole.
            const rounds = Math.floor((turn + 1) / 15) - 1;
            expect(served).toBeGreaterThanOrEqual((weights[steady] as number) * rounds);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
