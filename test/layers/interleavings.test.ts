import { AISDKError } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutedEvent } from '../../src/core/events.js';
import type { Model, ModelOptions } from '../../src/core/model.js';
import type { World } from '../../src/core/world.js';
import { createRouted } from '../../src/routed.js';
import type { AccountState } from '../../src/store/budget/account.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Op, Store } from '../../src/store/store.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask, httpError, readAll } from './routed-harness.js';

type Fate = 'ok' | 'ok' | 'error' | 'limited' | 'hang' | 'cut';
interface Script {
  readonly mode: 'generate' | 'stream';
  readonly tenant: string;
  readonly priority: 0 | 1 | 2 | 3;
  readonly deadlineMs: number | null;
  /** The caller leaves, at whatever moment the scheduler likes. */
  readonly leaves: boolean;
}

const scripts = fc.array(
  fc.record({
    mode: fc.constantFrom<Script['mode']>('generate', 'stream'),
    tenant: fc.constantFrom('a', 'b', '__proto__'),
    priority: fc.constantFrom<Script['priority']>(0, 1, 2, 3),
    deadlineMs: fc.option(fc.integer({ min: 1, max: 9_000 }), { nil: null }),
    leaves: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);
const fates = fc.infiniteStream(
  fc.constantFrom<Fate>('ok', 'ok', 'ok', 'error', 'error', 'limited', 'hang', 'cut'),
);

const slots = 2;
/** A call sets 300,000 and more aside, and costs a tenth of it. */
const longestTokens = 300;
const tenantNanoUsd = 1_100_000;
const overallNanoUsd = 1_700_000;
const parts = [
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'some words' },
] as const;

/** Time that stands still until a timer fires; the scheduler says which one is next, and the clock goes there. */
function scheduledWorld(
  scheduler: fc.Scheduler,
): World & { readonly pending: number; pass(ms: number): void } {
  let nowMs = 0;
  let ids = 0;
  let pending = 0;
  return {
    monotonicMs: () => nowMs,
    wallMs: () => 1_780_000_000_000 + nowMs,
    random: () => 0.5,
    id: () => `call-${++ids}`,
    after(delayMs, task) {
      const dueMs = nowMs + delayMs;
      let isSet = true;
      pending++;
      const end = () => {
        if (isSet) pending--;
        isSet = false;
      };
      void scheduler.schedule(Promise.resolve(), 'a timer').then(() => {
        if (!isSet) return;
        end();
        nowMs = Math.max(nowMs, dueMs);
        task();
      });
      return end;
    },
    pass: ms => {
      nowMs += ms;
    },
    get pending() {
      return pending;
    },
  };
}

/** A target whose answers come when the scheduler says; it sees that no more than its slots are in use. */
function watchedTarget(
  scheduler: fc.Scheduler,
  next: () => Fate,
  onSend: (inFlight: number, call: string) => void,
): Model {
  let inFlight = 0;
  const play = async (options: ModelOptions, how: 'doGenerate' | 'doStream') => {
    const fate = next();
    onSend(++inFlight, options.headers?.['x-call'] ?? '');
    const signal = options.abortSignal as AbortSignal;
    const left = new Promise<void>(resolve =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([
      left,
      ...(fate === 'hang' ? [] : [scheduler.schedule(Promise.resolve(), 'an answer')]),
    ]);
    // A stream holds its slot for longer than this; what is looked at here is the wait for its beginning.
    inFlight--;
    if (signal.aborted) throw signal.reason;
    const script =
      fate === 'error'
        ? { error: httpError(500) }
        : fate === 'limited'
          ? { error: httpError(429, { headers: { 'retry-after': '1' } }) }
          : fate === 'cut'
            ? { parts }
            : 'some words';
    return scriptedModel({ script })[how](options) as never;
  };
  return {
    specificationVersion: 'v4',
    provider: 'watched.chat',
    modelId: 'watched',
    supportedUrls: {},
    doGenerate: options => play(options, 'doGenerate'),
    doStream: options => play(options, 'doStream'),
  };
}

/** A store that looks at every account after every step, and answers at once or when the scheduler says. */
function watchedStore(world: World, scheduler: fc.Scheduler | null, wrong: string[]) {
  const accounts = new Map<string, AccountState>();
  const inner = memoryStore(world);
  const run = <State, Input, Output>(op: Op<State, Input, Output>, key: string, input: Input): Output => {
    const watched: Op<State, Input, Output> = {
      name: op.name,
      step(before, given, nowMs) {
        const after = op.step(before, given, nowMs);
        if (op.name.endsWith('-money') && after.state !== undefined)
          accounts.set(key, after.state as unknown as AccountState);
        return after;
      },
    };
    const output = inner.run(watched, key, input) as Output;
    for (const [name, { windows }] of accounts) {
      const { settledNanoUsd, reservedNanoUsd } = windows[2] as (typeof windows)[number];
      const most = name.endsWith(':overall') ? overallNanoUsd : tenantNanoUsd;
      if (settledNanoUsd + reservedNanoUsd > most) wrong.push(`${name} is over its limit`);
      if (Math.min(settledNanoUsd, reservedNanoUsd) < 0) wrong.push(`${name} is below nothing`);
    }
    return output;
  };
  const store: Store = {
    run: (op, key, input) =>
      scheduler === null
        ? run(op, key, input)
        : scheduler.schedule(Promise.resolve(), op.name).then(() => run(op, key, input)),
  };
  return { store, accounts };
}

describe('the whole road, whatever comes first', () => {
  it('ends each call once, gives every slot, permit and reservation back, and never lets two probes out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        scripts,
        fates,
        fc.boolean(),
        async (scheduler, calls, luck, isLate) => {
          const world = scheduledWorld(scheduler);
          // What is thrown on the road would be taken for a failure of a target: it is written down, and looked at last.
          const wrong: string[] = [];
          const { store, accounts } = watchedStore(world, isLate ? scheduler : null, wrong);
          const events: RoutedEvent[] = [];
          /** By target that is half-open: the call whose probe is out; null: none is. */
          const probes = new Map<string, string | null>();
          const numbers = new Map<string, string>();
          /** By target: calls at it, and those that its circuit had let through before it opened: a late store holds them. */
          const at = { first: new Set<string>(), second: new Set<string>() };
          const early = { first: new Set<string>(), second: new Set<string>() };
          const sentTo = (target: 'first' | 'second') => (inFlight: number, call: string) => {
            if (inFlight > slots) wrong.push(`${target} has ${inFlight} at a time`);
            if (!probes.has(target) || early[target].has(call)) return;
            const out = probes.get(target) ?? null;
            if (out !== null && out !== call) wrong.push(`${target} has two probes, of ${out} and ${call}`);
            probes.set(target, call);
          };
          const hear = (event: RoutedEvent): void => {
            events.push(event);
            if (event.type === 'call-start') numbers.set(event.callId ?? '', event.tags.number ?? '');
            const number = numbers.get(event.callId ?? '') ?? '';
            if (event.type === 'attempt-start') at[event.target as 'first'].add(number);
            if (event.type === 'attempt-end') {
              at[event.target as 'first'].delete(number);
              early[event.target as 'first'].delete(number);
            }
            if (event.type === 'circuit-open')
              for (const one of at[event.target as 'first'])
                if (one !== number) early[event.target as 'first'].add(one);
            if (event.type === 'circuit-half-open') probes.set(event.target, null);
            if (event.type === 'circuit-open' || event.type === 'circuit-closed') probes.delete(event.target);
            // Half-open, a probe that came to nothing makes room for the next.
            if (event.type === 'attempt-end' && probes.get(event.target) === number)
              probes.set(event.target, null);
          };
          const targets = Object.fromEntries(
            (['first', 'second'] as const).map((id, index) => [
              id,
              {
                model: watchedTarget(scheduler, () => luck.next().value, sentTo(id)),
                price: { inputUsdPerMTok: index + 1, outputUsdPerMTok: index + 1 },
                limits: { maxConcurrent: slots, requestsPerMinute: 600 },
              },
            ]),
          );
          const routed = createRouted({
            world,
            store,
            targets,
            onEvent: hear,
            breaker: { consecutiveFailures: 2, openMs: 300 },
            timeout: { attemptMs: 5_000, responseMs: 5_000, firstContentMs: 5_000, idleMs: 5_000 },
            budget: {
              overall: { perDayUsd: overallNanoUsd / 1e9 },
              perTenant: { perDayUsd: tenantNanoUsd / 1e9 },
            },
          });

          for (let time = 0; time < 6; time++)
            void scheduler.schedule(Promise.resolve(), 'time passes').then(() => world.pass(400));
          const ended: ('ok' | 'failed' | 'cancelled')[] = [];
          const lives = calls.map(async ({ mode, leaves, deadlineMs, ...settings }, number) => {
            // Some come when time has passed: a circuit that has opened is asked for a probe.
            for (let step = 0; step < number / 3; step++)
              await scheduler.schedule(Promise.resolve(), `call ${number}`);
            const reason = new Error('the caller left');
            const controller = new AbortController();
            if (leaves)
              void scheduler
                .schedule(Promise.resolve(), `caller ${number} leaves`)
                .then(() => controller.abort(reason));
            const options = ask('A question', {
              abortSignal: controller.signal,
              maxOutputTokens: longestTokens,
              headers: { 'x-call': String(number) },
              providerOptions: {
                routed: {
                  ...settings,
                  tags: { number: String(number) },
                  ...(deadlineMs !== null && { deadlineMs }),
                } as never,
              },
            });
            try {
              if (mode === 'generate') {
                await routed('auto').doGenerate(options);
                ended.push('ok');
                return;
              }
              const read = await readAll((await routed('auto').doStream(options)).stream);
              expect(read.filter(({ type }) => type === 'finish')).toHaveLength(1);
              ended.push(read.some(({ type }) => type === 'error') ? 'failed' : 'ok');
            } catch (error) {
              if (error !== reason) expect(AISDKError.isInstance(error)).toBe(true);
              ended.push(error === reason ? 'cancelled' : 'failed');
            }
          });
          await scheduler.waitFor(Promise.all(lives));
          await scheduler.waitIdle();

          expect(wrong).toEqual([]);
          const ends = events.filter(event => event.type === 'call-end');
          const count = (all: readonly string[], what: string) => all.filter(one => one === what).length;
          const told = ends.map(({ outcome }) => outcome);
          expect(ended).toHaveLength(calls.length);
          expect(new Set(ends.map(({ callId }) => callId)).size).toBe(calls.length);
          expect(ends).toHaveLength(calls.length);
          for (const what of ['ok', 'failed', 'cancelled'])
            expect(count(told, what)).toBe(count(ended, what));
          const { totals, queue } = routed.report();
          expect(totals).toMatchObject({ calls: calls.length, succeeded: count(ended, 'ok') });
          expect(queue).toMatchObject({ active: 0, waiting: 0 });
          expect(world.pending).toBe(0);
          for (const { windows, leases } of accounts.values()) {
            expect(windows.map(({ reservedNanoUsd }) => reservedNanoUsd)).toEqual([0, 0, 0, 0]);
            expect(leases.pages.flat().every(lease => lease === null)).toBe(true);
          }
          const overall = [...accounts].find(([key]) => key.endsWith(':overall'))?.[1];
          expect(overall?.windows[2]?.settledNanoUsd ?? 0).toBe(totals.costNanoUsd);
        },
      ),
      { numRuns: 300 },
    );
  }, 120_000);
});
