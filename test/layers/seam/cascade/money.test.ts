// Loaded at the first check: then it is there at once, and no turn of the clock waits for a file.
import '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RoutedEvent } from '../../../../src/core/events.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { httpError, outcomeOf, readAll } from '../../routed-harness.js';
import { asObject, badJson, cascading, closed, delta, ended, goodJson, opened, told } from './setting.js';

const delays = fc.constantFrom(0, 50, 100, 200, 400);
const scripts: fc.Arbitrary<Script> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(goodJson, badJson, 'prose', ''), delays, fc.integer({ min: 0, max: 300 }))
      .map(([text, afterMs, outputTokens]) => ({ text, afterMs, usage: { outputTokens } })),
  },
  { weight: 2, arbitrary: fc.constantFrom(goodJson, '{"na').map(text => ended(text, 'length')) },
  {
    weight: 2,
    arbitrary: delays.map(eachAfterMs => ({
      parts: opened(delta('{"name":')),
      eachAfterMs,
      thenThrow: httpError(500),
    })),
  },
  {
    weight: 1,
    arbitrary: delays.map(eachAfterMs => ({ parts: [...opened(delta('7')), ...closed()], eachAfterMs })),
  },
  { weight: 1, arbitrary: delays.map(afterMs => ({ error: httpError(503), afterMs })) },
  { weight: 1, arbitrary: fc.constant<Script>('hang') },
);

const calls = fc.record({
  mode: fc.constantFrom('generate', 'stream'),
  tier: fc.constantFrom('auto', 'simple', 'medium', 'complex'),
  deadlineMs: fc.option(fc.constantFrom(150, 450, 4_000), { nil: undefined }),
  maxCostUsd: fc.option(fc.double({ min: 0.001, max: 0.006, noNaN: true }), { nil: undefined }),
  maxOutputTokens: fc.option(fc.constantFrom(40, 300), { nil: undefined }),
  abortsAfterMs: fc.option(delays, { nil: undefined, freq: 3 }),
});

it('charges each attempt once, whoever answers: the call, the book, the targets and the budget name one sum', async () => {
  const seen = { escalated: 0, kept: 0, unpaid: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(scripts, scripts, scripts, scripts),
      fc.array(calls, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('simple', 'medium', 'complex'),
      fc.boolean(),
      async ([a, b, c, second], asked, tier, hasBudget) => {
        const made = cascading(
          tier as never,
          { a: [a, second] as never, b: [b, a] as never, c },
          {
            routes: { simple: ['a', 'b'], medium: ['b', 'c'], complex: ['c', 'b'] },
            cascade: { stream: 'buffer' },
            retry: { maxAttempts: 4 },
            timeout: { attemptMs: 5_000, responseMs: 5_000, firstContentMs: 5_000, idleMs: 5_000 },
            ...(hasBudget && { budget: { overall: { perDayUsd: 0.02 } } }),
          },
        );
        const { routed, world, events } = made;
        const lives = asked.map(async call => {
          const { mode, tier, abortsAfterMs, maxOutputTokens, deadlineMs, maxCostUsd } = call;
          const controller = new AbortController();
          if (abortsAfterMs !== undefined)
            world.after(abortsAfterMs, () => controller.abort(new Error('left')));
          const options = asObject({
            abortSignal: controller.signal,
            maxOutputTokens,
            ...told({ ...(deadlineMs && { deadlineMs }), ...(maxCostUsd && { maxCostUsd }) }),
          });
          if (mode === 'generate') return void (await routed(tier).doGenerate(options));
          await readAll((await routed(tier).doStream(options)).stream);
        });
        const endings = lives.map(outcomeOf);
        await world.advance(400_000);
        expect(endings.map(({ isDone }) => isDone)).not.toContain(false);

        expect(world.pendingTimers).toBe(0);
        expect(routed.report().queue).toMatchObject({ active: 0, waiting: 0 });
        const all = <Type extends RoutedEvent['type']>(type: Type) =>
          events.filter((event): event is Extract<RoutedEvent, { type: Type }> => event.type === type);
        const ends = all('call-end');
        expect(ends).toHaveLength(asked.length);
        for (const { callId, report } of ends) {
          const own = events.filter(event => event.callId === callId);
          expect(own.at(-1)?.type).toBe('call-end');
          const told = own.flatMap(event =>
            event.type === 'attempt-end' && event.outcome !== 'skipped' ? [event] : [],
          );
          expect(report.attempts.filter(({ outcome }) => outcome !== 'skipped')).toMatchObject(
            told.map(({ target, outcome, costNanoUsd }) => ({ target, outcome, costNanoUsd })),
          );
          const numbers = own.flatMap(event => (event.type === 'attempt-start' ? [event.attempt] : []));
          expect(new Set(numbers).size).toBe(numbers.length);
          expect(report.costNanoUsd).toBe(sum(report.attempts.map(({ costNanoUsd }) => costNanoUsd ?? 0)));
          expect(report.attempts.filter(({ outcome }) => outcome !== 'skipped').length).toBeLessThanOrEqual(
            4,
          );
          const escalations = own.filter(({ type }) => type === 'escalated').length;
          expect(escalations).toBeLessThanOrEqual(1);
          if (report.reasons.some(reason => reason.startsWith('escalated'))) seen.escalated++;
          else if (escalations === 1) seen.kept++;
          if (own.some(event => event.type === 'warning' && event.message.includes('was not replaced: ')))
            seen.unpaid++;
        }
        const { totals, targets } = routed.report();
        expect(totals.costNanoUsd).toBe(sum(ends.map(({ report }) => report.costNanoUsd ?? 0)));
        const ofTargets = sum(Object.values(targets).map(({ costUsd }) => costUsd));
        expect(Math.round(1e9 * ofTargets)).toBe(totals.costNanoUsd);
        expect(all('budget-settled')).toHaveLength(all('budget-reserved').length);
        if (hasBudget)
          expect(sum(all('budget-settled').map(({ chargedNanoUsd }) => chargedNanoUsd))).toBe(
            totals.costNanoUsd,
          );
        expect(JSON.stringify(events)).not.toContain('prose');
      },
    ),
    { numRuns: 300 },
  );
  // Else it would prove nothing.
  expect(seen.escalated).toBeGreaterThan(30);
  expect(seen.kept).toBeGreaterThan(5);
  expect(seen.unpaid).toBeGreaterThan(5);
}, 120_000);

it('stays within maxCostUsd, both answers together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1_500_000, max: 8_000_000 }),
      fc.integer({ min: 1, max: 400 }),
      async (maxCostNanoUsd, outputTokens) => {
        const usage = { inputTokens: 60, outputTokens };
        const { routed, events } = cascading('simple', {
          a: { text: badJson, usage },
          b: { text: goodJson, usage },
        });
        const settings = told({ maxCostUsd: maxCostNanoUsd / 1e9 });
        await Promise.resolve(
          routed('auto').doGenerate(asObject({ maxOutputTokens: 400, ...settings })),
        ).catch(() => null);
        const end = events.find(event => event.type === 'call-end');
        expect(end?.type === 'call-end' && end.report.costNanoUsd).toBeLessThanOrEqual(maxCostNanoUsd);
      },
    ),
    { numRuns: 200 },
  );
});

it('what the answer used is that of the answer that was handed on, and the cost is of both', async () => {
  const usage = { inputTokens: 100, outputTokens: 50 };
  const { routed } = cascading('simple', {
    a: { text: badJson, usage },
    b: { text: goodJson, usage: { inputTokens: 90, outputTokens: 40 } },
  });
  const answer = await routed('auto').doGenerate(asObject());
  const { routed: report } = answer.providerMetadata as { routed: object };
  // 100 at 1 + 50 at 2, and 90 at 2 + 40 at 4, in millionths of a dollar.
  expect(report).toMatchObject({
    usage: { inputTokens: 90, outputTokens: 40 },
    costNanoUsd: 200_000 + 340_000,
    // At the dearest target's prices: 90 at 3 + 40 at 6.
    baselineCostUsd: 0.00051,
    estimated: false,
  });
  expect(answer.usage).toMatchObject({ inputTokens: { total: 90 }, outputTokens: { total: 40 } });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
