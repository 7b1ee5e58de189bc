import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriorityClass } from '../../../../src/core/call.js';
import type { Waiting } from '../../../../src/layers/attempt/admission/priority-line.js';
import { createPriorityLine } from '../../../../src/layers/attempt/admission/priority-line.js';

interface Item extends Waiting {
  readonly name: number;
}
let names = 0;
const item = (priority: PriorityClass, tenant = '', deadlineAtMs = Number.POSITIVE_INFINITY): Item => ({
  name: names++,
  priority,
  tenant,
  deadlineAtMs,
});

describe('the priority line', () => {
  it('serves full classes 8 : 4 : 2 : 1', () => {
    const counted = [0, 0, 0, 0];
    const line = createPriorityLine<Item>();
    for (let index = 0; index < 40; index++)
      for (const priority of [0, 1, 2, 3] as const) line.add(item(priority));
    for (let index = 0; index < 60; index++) {
      const { priority } = line.take() as Item;
      counted[priority] = (counted[priority] as number) + 1;
    }
    expect(counted).toEqual([32, 16, 8, 4]);
  });

  it('gives a lone class every place', () => {
    const line = createPriorityLine<Item>();
    const all = [item(3), item(3), item(3)];
    for (const one of all) line.add(one);
    expect([line.take(), line.take(), line.take(), line.take()]).toEqual([...all, undefined]);
  });

  it('serves the tenants of a class in turn, however many one of them sends', () => {
    const line = createPriorityLine<Item>();
    for (let index = 0; index < 100; index++) line.add(item(2, 'flood'));
    for (let index = 0; index < 3; index++) line.add(item(2, 'small'));
    const first = Array.from({ length: 6 }, () => line.take()?.tenant);
    expect(first.filter(tenant => tenant === 'small')).toHaveLength(3);
  });

  it('serves the nearest deadline of a tenant first, then who came first', () => {
    const line = createPriorityLine<Item>();
    const [none, late, soon, alsoSoon] = [item(2), item(2, '', 900), item(2, '', 100), item(2, '', 100)];
    for (const one of [none, late, soon, alsoSoon] as Item[]) line.add(one);
    expect([line.take(), line.take(), line.take(), line.take()]).toEqual([soon, alsoSoon, late, none]);
  });

  it('finds the newest of the lowest class below another', () => {
    const line = createPriorityLine<Item>();
    const [normal, batch, newest] = [item(2), item(3), item(3)] as [Item, Item, Item];
    for (const one of [normal, batch, newest]) line.add(one);
    expect(line.lastBelow(2)).toBe(newest);
    expect(line.lastBelow(3)).toBeUndefined();
    line.remove(newest);
    expect(line.lastBelow(0)).toBe(batch);
    line.remove(batch);
    expect(line.lastBelow(0)).toBe(normal);
  });

  it('takes tenants whose names are properties of every object', () => {
    const line = createPriorityLine<Item>();
    for (const tenant of ['__proto__', 'constructor', 'toString']) line.add(item(2, tenant));
    expect(line.sizeOf('__proto__')).toBe(1);
    expect(new Set([line.take(), line.take(), line.take()].map(one => one?.tenant)).size).toBe(3);
  });

  it('holds what was added and not taken or removed, whatever is done with it', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('add' as const),
          priority: fc.constantFrom<PriorityClass>(0, 1, 2, 3),
          tenant: fc.constantFrom('a', 'b', 'c'),
          deadlineAtMs: fc.constantFrom(10, 20, Number.POSITIVE_INFINITY),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), at: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), steps => {
        const line = createPriorityLine<Item>();
        const model: Item[] = [];
        for (const one of steps) {
          if (one.do === 'add') {
            const added = item(one.priority, one.tenant, one.deadlineAtMs);
            line.add(added);
            model.push(added);
          } else if (one.do === 'take') {
            const next = line.peek();
            const taken = line.take();
            expect(taken).toBe(next);
            if (taken === undefined) expect(model).toEqual([]);
            else {
              // Within class and tenant nobody with a nearer deadline, or as near and earlier, was passed over.
              const rivals = model.filter(
                other => other.priority === taken.priority && other.tenant === taken.tenant,
              );
              const best = rivals.sort((x, y) => x.deadlineAtMs - y.deadlineAtMs || x.name - y.name)[0];
              expect(taken).toBe(best);
              model.splice(model.indexOf(taken), 1);
            }
          } else if (model.length > 0) {
            const gone = model.splice(one.at % model.length, 1)[0] as Item;
            expect(line.remove(gone)).toBe(true);
            expect(line.remove(gone)).toBe(false);
          }
          expect(line.size).toBe(model.length);
          for (const tenant of ['a', 'b', 'c'])
            expect(line.sizeOf(tenant)).toBe(model.filter(other => other.tenant === tenant).length);
          expect(new Set(line.all())).toEqual(new Set(model));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lets no class with work wait longer than its share of 15', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<PriorityClass>(0, 1, 2, 3), { minLength: 60, maxLength: 200 }),
        arrivals => {
          const line = createPriorityLine<Item>();
          for (const priority of arrivals) line.add(item(priority));
          const weights = [8, 4, 2, 1];
          const since = [0, 0, 0, 0];
          for (let turn = 1; line.size > 0; turn++) {
            const { priority } = line.take() as Item;
            since[priority] = turn;
            // Two rounds: credits may have been used up at the start of one and come at the end of the next.
            for (const waiting of new Set(line.all().map(one => one.priority)))
              expect(turn - (since[waiting] as number)).toBeLessThanOrEqual(
                2 * 15 - (weights[waiting] as number),
              );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
