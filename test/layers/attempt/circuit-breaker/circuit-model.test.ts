import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Permit, Verdict } from '../../../../src/layers/attempt/circuit-breaker/circuit.js';
import { createCircuit, refused } from '../../../../src/layers/attempt/circuit-breaker/circuit.js';
import { circuitBreakerOptions } from '../../../../src/layers/attempt/circuit-breaker/options.js';

const options = circuitBreakerOptions.parse({ probeLeaseMs: 20_000, maxOpenMs: 60_000 });
const bucketMs = options.windowMs / 10;
const noJitter = () => 0.5;

/** One stretch of a circuit's life: what was let through in it may speak of it, and of no other. */
interface Stretch {
  readonly state: 'closed' | 'open' | 'half-open';
}

/** The rules of a circuit breaker written down as plainly as can be: lists of times, counted anew each time. */
function referenceCircuit() {
  let stretch: Stretch = { state: 'closed' };
  let reports: { atMs: number; verdict: Verdict }[] = [];
  let openUntilMs = 0;
  let closedAtMs = 0;
  let opensInARow = 0;
  let probe: { permit: object; atMs: number; isOut: boolean } | null = null;

  function open(nowMs: number, hintMs: number | null): void {
    if (stretch.state === 'closed' && nowMs - closedAtMs > 2 * options.windowMs) opensInARow = 0;
    const ownMs = Math.min(options.maxOpenMs, options.openMs * 2 ** opensInARow);
    openUntilMs = nowMs + Math.max(ownMs, hintMs ?? 0);
    opensInARow++;
    stretch = { state: 'open' };
    reports = [];
    probe = null;
  }

  function hasFailedTooOften(nowMs: number): boolean {
    const oldestMs = (Math.floor(nowMs / bucketMs) - 9) * bucketMs;
    const recent = reports.filter(({ atMs }) => atMs >= oldestMs);
    const row = reports.length - 1 - reports.findLastIndex(({ verdict }) => verdict !== 'failure');
    if (row >= options.consecutiveFailures) return true;
    if (reports.at(-1)?.verdict === 'success' || recent.length < options.minimumAttempts) return false;
    const share = (wanted: Verdict) =>
      recent.filter(({ verdict }) => verdict === wanted).length / recent.length;
    return share('failure') >= options.failureRatio || share('slow') >= options.slowRatio;
  }

  return {
    get state() {
      return stretch.state;
    },
    get openUntilMs() {
      return openUntilMs;
    },
    /** What speaks for the attempt; null: refused. */
    ask(nowMs: number): object | null {
      if (stretch.state === 'closed') return stretch;
      if (stretch.state === 'open') {
        if (nowMs < openUntilMs) return null;
        stretch = { state: 'half-open' };
      }
      if (probe?.isOut && nowMs < probe.atMs + options.probeLeaseMs) return null;
      probe = { permit: {}, atMs: nowMs, isOut: true };
      return probe.permit;
    },
    report(permit: object, verdict: Verdict, nowMs: number, hintMs: number | null): void {
      if (permit !== stretch && permit !== probe?.permit) return;
      if (verdict === 'open') {
        open(nowMs, hintMs);
        return;
      }
      if (stretch.state === 'closed') {
        if (verdict === 'neutral') return;
        reports.push({ atMs: nowMs, verdict });
        if (hasFailedTooOften(nowMs)) open(nowMs, hintMs);
        return;
      }
      if (verdict === 'failure') {
        open(nowMs, hintMs);
        return;
      }
      if (probe !== null) probe.isOut = false;
      if (verdict === 'neutral') return;
      stretch = { state: 'closed' };
      closedAtMs = nowMs;
      reports = [];
      probe = null;
    },
  };
}

type Step =
  | { readonly do: 'ask' }
  | { readonly do: 'wait-until-open-ends' }
  | { readonly do: 'pass'; readonly ms: number }
  /** Of the attempts that are out, one of the newest or of the oldest: late results of another stretch. */
  | { readonly do: 'report'; readonly at: number; readonly verdict: Verdict; readonly hintMs: number | null };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      at: fc.integer({ min: -3, max: 2 }),
      verdict: fc.constantFrom<Verdict>(
        'success',
        'success',
        'failure',
        'failure',
        'slow',
        'neutral',
        'open',
      ),
      hintMs: fc.option(fc.constantFrom(0, 1_000, 30_000), { nil: null, freq: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(300), fc.nat(7_000), fc.nat(80_000), fc.constantFrom(30_000, 45_000, 60_000)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait-until-open-ends' as const) }) },
);

/** Many of one verdict, so that windows fill; then whatever comes. */
const stormy = fc
  .tuple(
    fc.constantFrom<Verdict>('failure', 'slow', 'success'),
    fc.nat(14),
    fc.array(step, { maxLength: 150 }),
  )
  .map(([verdict, times, steps]): Step[] => [
    ...Array.from({ length: times }, (): Step[] => [
      { do: 'ask' },
      { do: 'report', at: -1, verdict, hintMs: null },
    ]).flat(),
    ...steps,
  ]);

describe('a circuit beside its reference model', () => {
  it('grants, refuses, opens and closes as the model does, whatever comes late, is aborted or never settles', () => {
    fc.assert(
      fc.property(stormy, steps => {
        const circuit = createCircuit(options, noJitter);
        const model = referenceCircuit();
        const out: { permit: Permit; own: object }[] = [];
        let nowMs = 0;
        for (const one of steps) {
          if (one.do === 'pass') nowMs += one.ms;
          else if (one.do === 'wait-until-open-ends') nowMs = Math.max(nowMs, model.openUntilMs);
          else if (one.do === 'ask') {
            const permit = circuit.ask(nowMs);
            const own = model.ask(nowMs);
            expect(permit === refused).toBe(own === null);
            if (own !== null) out.push({ permit, own });
          } else {
            const [told] = out.splice(one.at % Math.max(1, out.length), 1);
            if (told === undefined) continue;
            circuit.report(told.permit, one.verdict, nowMs, one.hintMs);
            model.report(told.own, one.verdict, nowMs, one.hintMs);
          }
          expect(circuit.state).toBe(model.state);
          if (circuit.state !== 'closed') expect(circuit.openUntilMs).toBe(model.openUntilMs);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
