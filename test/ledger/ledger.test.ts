import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CircuitChange, LedgerRecord, RoutedOptions } from '../../src/index.js';
import { createRing } from '../../src/ledger/ring.js';
import { summarizeLedger } from '../../src/ledger/summary/summarize-ledger.js';
import { toPrice } from '../../src/price/to-price.js';
import { ask, asking, connectionError, harness, readAll, reportIn } from '../layers/routed-harness.js';
import { always } from '../layers/seam/hedge/play.js';

type Ground = ReturnType<typeof harness>;
const used = { text: 'fine', usage: { inputTokens: 10, outputTokens: 5 } };
/** At the harness's `a`: 1 and 2 USD per million tokens. */
const costNanoUsd = 10 * 1_000 + 5 * 2_000;

const written = [
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'The first half ' },
];

const only = ({ routed }: Ground): LedgerRecord => {
  const records = routed.ledger.recent();
  expect(records).toHaveLength(1);
  return records[0]!;
};

describe('a record of the ledger', () => {
  it('is what the result shows, with whose call it was and what it saved', async () => {
    const ground = harness({ a: used, b: used }, { baseline: 'b', name: 'ledger: what a record says' });
    const result = await ground
      .routed('auto')
      .doGenerate(asking({ tenant: 'acme', session: 'one', tags: { team: 'red' }, priority: 'high' }));
    expect(only(ground)).toEqual({
      ...reportIn(result),
      kind: 'ledger',
      version: 1,
      at: ground.world.wallMs(),
      outcome: 'ok',
      errorName: null,
      mode: 'generate',
      instance: 'ledger: what a record says',
      tenant: 'acme',
      session: 'one',
      tags: { team: 'red' },
      priority: 1,
      baseline: 'b',
      baselineNanoUsd: 2 * costNanoUsd,
      savedNanoUsd: costNanoUsd,
      judgeCostNanoUsd: 0,
      outrunCostNanoUsd: 0,
      reportedCostNanoUsd: null,
      reportedDifferenceNanoUsd: null,
      dropped: 0,
    });
  });

  it('is written once a stream has ended, and not before', async () => {
    const ground = harness({ a: used });
    const { stream } = await ground.routed('auto').doStream(ask());
    expect(ground.routed.ledger.recent()).toEqual([]);
    await readAll(stream);
    expect(only(ground)).toMatchObject({ mode: 'stream', outcome: 'ok', costNanoUsd });
  });

  it('names the error of a call that failed, and holds nothing else of it', async () => {
    const ground = harness({ a: { error: connectionError() } }, { retry: false });
    await ground
      .routed('auto')
      .doGenerate(ask())
      .then(null, () => {});
    const record = only(ground);
    expect(record).toMatchObject({
      outcome: 'failed',
      errorName: 'AI_APICallError',
      target: null,
      costNanoUsd: 0,
    });
    expect(JSON.stringify(record)).not.toContain('upstream.example');
  });

  it('says what the loser of a hedge cost, and when each attempt was sent', async () => {
    const ground = harness({ a: { ...used, afterMs: 2_000 }, b: { ...used, afterMs: 100 } }, always);
    const answering = ground.routed('auto').doGenerate(ask());
    await ground.world.advance(600);
    await answering;
    const record = only(ground);
    expect(record.attempts).toMatchObject([
      { target: 'a', role: 'outrun', startedMs: 0, latencyMs: 600 },
      { target: 'b', startedMs: 500, latencyMs: 100 },
    ]);
    expect(record.attempts[1]).not.toHaveProperty('role');
    expect(record.outrunCostNanoUsd).toBe(record.attempts[0]!.costNanoUsd);
    expect(record.outrunCostNanoUsd).toBeGreaterThan(0);
    expect(record.costNanoUsd).toBe(record.outrunCostNanoUsd + 2 * costNanoUsd);
  });

  it('says what the judge cost', async () => {
    const judge = harness({ j: { ...used, text: 'simple' } }).models.j!;
    const classified = { tier: 'medium' as const, score: 0.5, confidence: 0.5, task: 'chat', reasons: [] };
    const ground = harness(
      { a: used },
      { classifier: { use: { name: 'mine', classify: () => classified }, judge: judge as never } },
    );
    await ground.routed('auto').doGenerate(ask());
    expect(only(ground).attempts).toMatchObject([{ target: 'judge', role: 'judge' }, { target: 'a' }]);
  });

  it('holds the tokens that its baseline is of, where several attempts wrote the answer', async () => {
    const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
    const cut = { parts: [{ type: 'stream-start', warnings: [] }, ...written], thenThrow: connectionError() };
    const ground = harness({ a: cut as never, b: used }, { baseline: 'a', continuation: {} });
    const reading = ground
      .routed('auto')
      .doStream(ask())
      .then(({ stream }) => readAll(stream));
    await ground.world.advance(60_000);
    await reading;
    const record = only(ground);
    const { uncutUsage, usage } = record;
    expect(uncutUsage).toEqual({ ...usage, inputTokens: expect.any(Number) });
    expect(uncutUsage!.inputTokens).toBeLessThan(usage.inputTokens!);
    const options = { by: [], sinceMs: 0, untilMs: Number.POSITIVE_INFINITY };
    const baseline = { name: 'a', price: toPrice(price) };
    expect(summarizeLedger([record], { ...options, baseline }).totals.baselineNanoUsd).toBe(
      record.baselineNanoUsd,
    );
  });

  it('is its reader’s own: what is changed of it changes no other', async () => {
    const ground = harness({ a: used });
    await ground.routed('auto').doGenerate(ask());
    const before = structuredClone(only(ground));
    const taken = only(ground) as unknown as { attempts: unknown[]; usage: { inputTokens: number } };
    taken.attempts.push('mine');
    taken.usage.inputTokens = -1;
    expect(only(ground)).toEqual(before);
  });

  it('is not changed by who changes what their result says', async () => {
    const ground = harness({ a: used });
    const result = await ground.routed('auto').doGenerate(ask());
    const before = only(ground);
    const theirs = reportIn(result) as unknown as { note: string; costNanoUsd: number; attempts: unknown[] };
    Object.assign(theirs, { note: 'a prompt', costNanoUsd: 1 }).attempts.pop();
    expect(only(ground)).toEqual(before);
  });
});

describe('the ledger', () => {
  it('keeps the last calls, the newest first', async () => {
    const { routed } = harness({ a: used }, { ledger: { keep: 3 } });
    for (let call = 0; call < 5; call++) await routed('auto').doGenerate(ask());
    expect(routed.ledger.recent().map(({ callId }) => callId)).toEqual(['call-5', 'call-4', 'call-3']);
    expect(routed.ledger.recent(1).map(({ callId }) => callId)).toEqual(['call-5']);
    expect(routed.report().ledger).toEqual({ recorded: 5, dropped: 0 });
  });

  it('keeps nothing where it is off', async () => {
    const { routed } = harness({ a: used }, { ledger: false });
    await routed('auto').doGenerate(ask());
    expect(routed.ledger.recent()).toEqual([]);
    expect(routed.report()).toMatchObject({ totals: { calls: 1 }, ledger: { recorded: 0 } });
  });

  it('tells whoever subscribed, until that is ended, and bears one that throws', async () => {
    const { routed } = harness({ a: used });
    const heard: string[] = [];
    routed.ledger.subscribe(() => {
      throw new Error('mine');
    });
    // A rejection that nobody hears would fail the run.
    routed.ledger.subscribe(async () => {
      throw new Error('mine, later');
    });
    const end = routed.ledger.subscribe(({ callId }) => heard.push(callId));
    await routed('auto').doGenerate(ask());
    end();
    await routed('auto').doGenerate(ask());
    expect(heard).toEqual(['call-1']);
  });

  it('bears subscribing and ending while it tells: who comes is told of the next, who is gone of none', async () => {
    const { routed } = harness({ a: used });
    const heard: string[] = [];
    const note = (who: string) => (record: LedgerRecord) => void heard.push(`${who} ${record.callId}`);
    const endFirst = routed.ledger.subscribe(record => {
      note('first')(record);
      endFirst();
      endThird();
      routed.ledger.subscribe(note('late'));
    });
    routed.ledger.subscribe(note('second'));
    const endThird = routed.ledger.subscribe(note('third'));
    for (let call = 0; call < 2; call++) await routed('auto').doGenerate(ask());
    expect(heard).toEqual(['first call-1', 'second call-1', 'second call-2', 'late call-2']);
  });

  it('gives each listener and the sink a record of its own', async () => {
    const seen: LedgerRecord[] = [];
    const spoil = (record: LedgerRecord) => {
      seen.push(structuredClone(record));
      Object.assign(record, { costNanoUsd: -1 });
      (record.attempts as unknown[]).length = 0;
      Object.assign(record.tags, { team: 'blue' });
    };
    const { routed } = harness({ a: used }, { ledger: spoil });
    routed.ledger.subscribe(spoil);
    routed.ledger.subscribe(spoil);
    const result = await routed('auto').doGenerate(asking({ tags: { team: 'red' } }));
    expect(seen).toHaveLength(3);
    for (const record of seen) expect(record).toEqual(routed.ledger.recent()[0]);
    expect(seen[0]).toMatchObject({ costNanoUsd, tags: { team: 'red' }, attempts: [{ target: 'a' }] });
    expect(reportIn(result)).toMatchObject({ costNanoUsd, attempts: [{ target: 'a' }] });
    expect(routed.report().totals.costNanoUsd).toBe(costNanoUsd);
  });

  it('is one for the instances of a name', async () => {
    const name = 'ledger: shared';
    const one = harness({ a: used }, { name });
    const other = harness({ a: used }, { name });
    await one.routed('auto').doGenerate(ask());
    expect(other.routed.ledger.recent()).toEqual(one.routed.ledger.recent());
  });

  it('has room for those that enter calls, where the first of a name does not', async () => {
    harness({ a: used }, { name: 'ledger: off at first', ledger: false });
    const { routed } = harness({ a: used }, { name: 'ledger: off at first' });
    await routed('auto').doGenerate(ask());
    expect(routed.ledger.recent()).toHaveLength(1);
  });

  it('knows when circuits opened and closed', async () => {
    const ground = harness(
      { a: [{ error: connectionError() }, 'fine again'] },
      { retry: false, breaker: { minimumAttempts: 1, failureRatio: 0.5 } },
    );
    const startedAtMs = ground.world.wallMs();
    await ground
      .routed('auto')
      .doGenerate(ask())
      .then(null, () => {});
    await ground.world.advance(120_000);
    await ground.routed('auto').doGenerate(ask());
    const changes = ground.routed.ledger.circuits();
    expect(changes.map(({ target, to }) => [target, to])).toEqual([
      ['a', 'open'],
      ['a', 'half-open'],
      ['a', 'closed'],
    ] satisfies [string, CircuitChange['to']][]);
    expect(changes.map(({ at }) => at - startedAtMs)).toEqual([0, 120_000, 120_000]);
  });
});

describe('a sink of the ledger', () => {
  const sunk = async (ledger: NonNullable<RoutedOptions['ledger']>, calls = 3) => {
    const ground = harness({ a: used }, { ledger });
    for (let call = 0; call < calls; call++) await ground.routed('auto').doGenerate(ask());
    await ground.world.advance(0);
    return ground;
  };

  it('is given each record, as a function or by name', async () => {
    const records: LedgerRecord[] = [];
    const { routed } = await sunk(record => void records.push(record));
    await sunk({ sink: record => void records.push(record) });
    expect(records).toHaveLength(6);
    expect(records.slice(0, 3).reverse()).toEqual(routed.ledger.recent());
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('a secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('a secret'))],
  ] as const)('that %s harms no call; what it lost is counted and shown, and told once', async (_, sink) => {
    const { routed, eventsOf } = await sunk(sink);
    expect(routed.report()).toMatchObject({ totals: { succeeded: 3 }, ledger: { recorded: 3, dropped: 3 } });
    expect(routed.ledger.dropped).toBe(3);
    expect(eventsOf('warning')).toHaveLength(1);
    expect(JSON.stringify(eventsOf('warning'))).not.toContain('a secret');
  });

  it('may call the models itself: each call has one record, its own too', async () => {
    const sunk: string[] = [];
    const ground = harness(
      { a: used },
      {
        ledger: async ({ callId }) => {
          sunk.push(callId);
          if (sunk.length < 4) await ground.routed('auto').doGenerate(ask());
        },
      },
    );
    await ground.routed('auto').doGenerate(ask());
    await ground.world.advance(0);
    expect(sunk).toEqual(['call-1', 'call-2', 'call-3', 'call-4']);
    expect(ground.routed.report()).toMatchObject({
      totals: { calls: 4 },
      ledger: { recorded: 4, dropped: 0 },
    });
  });

  it('is given the calls of its own instance, once, where two have one name', async () => {
    const name = 'ledger: two sinks';
    const given: string[] = [];
    const sinkOf = (who: string) => (record: LedgerRecord) => void given.push(`${who} ${record.target}`);
    const one = harness({ a: used }, { name, ledger: sinkOf('one') });
    const other = harness({ b: used }, { name, ledger: sinkOf('other') });
    await one.routed('auto').doGenerate(ask());
    await other.routed('auto').doGenerate(ask());
    await one.routed('auto').doGenerate(ask());
    expect(given).toEqual(['one a', 'other b', 'one a']);
    expect(one.routed.ledger.recent()).toHaveLength(3);
  });

  it('that never says that it has them is given 10,000 at most', async () => {
    let given = 0;
    const { routed } = await sunk(() => {
      given++;
      return new Promise(() => {});
    }, 10_010);
    expect(given).toBe(10_000);
    expect(routed.report().ledger).toEqual({ recorded: 10_010, dropped: 10 });
  });
});

it('a ring holds the last it was given, the newest first', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.array(fc.nat()), fc.nat(12), (most, things, limit) => {
      const ring = createRing<number>(most);
      for (const thing of things) ring.add(thing);
      expect(ring.newest(limit)).toEqual([...things].reverse().slice(0, Math.min(most, limit)));
    }),
  );
});
