import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../src/layers/attempt/circuit-breaker/circuit.js';
import { createCircuit, refused } from '../../../../src/layers/attempt/circuit-breaker/circuit.js';
import { circuitBreakerOptions } from '../../../../src/layers/attempt/circuit-breaker/options.js';

const options = circuitBreakerOptions.parse({});
const noJitter = () => 0.5;

/** A circuit to which `verdicts` were reported, one per 100 ms from `fromMs`. */
function circuitAfter(verdicts: readonly Verdict[], fromMs = 0) {
  const circuit = createCircuit(options, noJitter);
  verdicts.forEach((verdict, index) => {
    const nowMs = fromMs + index * 100;
    circuit.report(circuit.ask(nowMs), verdict, nowMs, null);
  });
  return circuit;
}

const repeat = (verdict: Verdict, times: number): Verdict[] => Array.from({ length: times }, () => verdict);

describe('a circuit', () => {
  test.each([
    ['four failures in a row are not enough', repeat('failure', 4), 'closed'],
    ['five failures in a row open it', repeat('failure', 5), 'open'],
    [
      'a success breaks the row',
      [...repeat('failure', 4), 'success', ...repeat('failure', 4)] as Verdict[],
      'closed',
    ],
    [
      'nine attempts are too few for a ratio',
      [
        'failure',
        'failure',
        'success',
        'failure',
        'failure',
        'success',
        'failure',
        'failure',
        'success',
      ] as Verdict[],
      'closed',
    ],
    [
      'half of ten failed opens it',
      [
        'failure',
        'success',
        'failure',
        'success',
        'failure',
        'success',
        'failure',
        'success',
        'success',
        'failure',
      ] as Verdict[],
      'open',
    ],
    [
      'four of ten failed does not',
      [
        'failure',
        'success',
        'failure',
        'success',
        'failure',
        'success',
        'success',
        'success',
        'success',
        'failure',
      ] as Verdict[],
      'closed',
    ],
    ['eight of ten slow open it', [...repeat('success', 2), ...repeat('slow', 8)], 'open'],
    ['seven of ten slow do not', [...repeat('success', 3), ...repeat('slow', 7)], 'closed'],
    ['what says nothing of the target counts for nothing', repeat('neutral', 100), 'closed'],
    ['a refused account opens it at once', ['open'] as Verdict[], 'open'],
  ])('%s', (_, verdicts, state) => {
    expect(circuitAfter(verdicts).state).toBe(state);
  });

  test('forgets what left the window', () => {
    const circuit = circuitAfter(repeat('failure', 4));
    circuit.report(circuit.ask(500), 'success', 500, null);
    for (let nowMs = 31_000; nowMs < 31_500; nowMs += 100)
      circuit.report(circuit.ask(nowMs), 'success', nowMs, null);
    expect(circuit.failureRatio(31_500)).toBe(0);
  });

  test('is open for its time, never less than the server asked for', () => {
    const circuit = createCircuit(options, noJitter);
    for (let failure = 0; failure < 5; failure++) circuit.report(circuit.ask(0), 'failure', 0, 60_000);
    expect(circuit.openUntilMs).toBe(60_000);
    expect(circuit.ask(59_999)).toBe(refused);
    expect(circuit.ask(60_000)).not.toBe(refused);
  });

  test('lets exactly one probe through when its time is over', () => {
    const circuit = circuitAfter(repeat('failure', 5));
    const permits = Array.from({ length: 100 }, () => circuit.ask(10_000)).filter(
      permit => permit !== refused,
    );
    expect(permits).toHaveLength(1);
    expect(circuit.state).toBe('half-open');
  });

  test('closes on a good probe, and opens for twice as long on a bad one', () => {
    const healed = circuitAfter(repeat('failure', 5));
    expect(healed.report(healed.ask(10_000), 'success', 10_100, null)).toEqual({ to: 'closed' });
    const failing = circuitAfter(repeat('failure', 5));
    failing.report(failing.ask(10_000), 'failure', 10_000, null);
    expect(failing.openUntilMs).toBe(20_000);
  });

  test('hands the probe on when its caller left, and when its lease ran out', () => {
    const circuit = circuitAfter(repeat('failure', 5));
    circuit.report(circuit.ask(10_000), 'neutral', 10_000, null);
    const second = circuit.ask(10_001);
    expect(second).not.toBe(refused);
    expect(circuit.ask(10_002)).toBe(refused);
    const third = circuit.ask(10_001 + options.probeLeaseMs);
    expect(third).not.toBe(refused);
    expect(circuit.report(second, 'success', 400_000, null)).toBeNull();
    expect(circuit.state).toBe('half-open');
  });

  test('ignores a late success from before it opened', () => {
    const circuit = createCircuit(options, noJitter);
    const late = circuit.ask(0);
    for (let failure = 0; failure < 5; failure++) circuit.report(circuit.ask(0), 'failure', 0, null);
    expect(circuit.report(late, 'success', 1, null)).toBeNull();
    expect(circuit.state).toBe('open');
  });

  test('flapping makes the open time grow, up to its cap', () => {
    const circuit = createCircuit(options, noJitter);
    const openMs: number[] = [];
    let nowMs = 0;
    for (let flap = 0; flap < 10; flap++) {
      for (let failure = 0; failure < 5; failure++)
        circuit.report(circuit.ask(nowMs), 'failure', nowMs, null);
      openMs.push(circuit.openUntilMs - nowMs);
      nowMs = circuit.openUntilMs;
      circuit.report(circuit.ask(nowMs), 'success', nowMs, null);
    }
    expect(openMs.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(openMs.at(-1)).toBe(options.maxOpenMs);
  });

  test('healthy for a while, it starts over with a short open time', () => {
    const circuit = circuitAfter(repeat('failure', 5));
    circuit.report(circuit.ask(10_000), 'success', 10_000, null);
    const laterMs = 10_000 + 3 * options.windowMs;
    for (let failure = 0; failure < 5; failure++)
      circuit.report(circuit.ask(laterMs), 'failure', laterMs, null);
    expect(circuit.openUntilMs - laterMs).toBe(5_000);
  });
});

/** The rules written down as plainly as can be: a list of what was reported, counted anew each time. */
function referenceCircuit() {
  let reports: Array<{ atMs: number; verdict: Verdict }> = [];
  let row = 0;
  return {
    /** Says whether the report opens a closed circuit. */
    report(verdict: Verdict, nowMs: number): boolean {
      if (verdict === 'neutral') return false;
      if (verdict === 'open') return true;
      reports.push({ atMs: nowMs, verdict });
      row = verdict === 'failure' ? row + 1 : 0;
      const oldestBucket = Math.floor(nowMs / 3_000) - 9;
      reports = reports.filter(({ atMs }) => Math.floor(atMs / 3_000) >= oldestBucket);
      if (row >= 5) return true;
      if (verdict === 'success' || reports.length < 10) return false;
      const share = (wanted: Verdict) =>
        reports.filter(({ verdict: seen }) => seen === wanted).length / reports.length;
      return share('failure') >= 0.5 || share('slow') >= 0.8;
    },
  };
}

test('a circuit opens exactly when the rules say so', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 6_000 }),
    verdict: fc.constantFrom<Verdict>('success', 'success', 'failure', 'slow', 'slow', 'neutral'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), steps => {
      const circuit = createCircuit(options, noJitter);
      const reference = referenceCircuit();
      let nowMs = 0;
      for (const { waitMs, verdict } of steps) {
        nowMs += waitMs;
        const permit = circuit.ask(nowMs);
        const opened = circuit.report(permit, verdict, nowMs, null)?.to === 'open';
        expect(opened).toBe(reference.report(verdict, nowMs));
        if (opened) return;
      }
    }),
    { numRuns: 500 },
  );
});

test('whatever happens, at most one probe is out, and a settled probe always frees its place', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), waitMs: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({
      kind: fc.constant('report' as const),
      which: fc.nat({ max: 5 }),
      verdict: fc.constantFrom<Verdict>('success', 'failure', 'neutral', 'slow'),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), steps => {
      const circuit = createCircuit(options, noJitter);
      for (let failure = 0; failure < 5; failure++) circuit.report(circuit.ask(0), 'failure', 0, null);
      let nowMs = 0;
      let out: Array<{ permit: number; atMs: number; isProbe: boolean }> = [];
      for (const one of steps) {
        if (one.kind === 'ask') {
          nowMs += one.waitMs;
          const wasClosed = circuit.state === 'closed';
          const permit = circuit.ask(nowMs);
          if (permit !== refused) out.push({ permit, atMs: nowMs, isProbe: !wasClosed });
          const probes = out.filter(({ isProbe, atMs }) => isProbe && nowMs - atMs < options.probeLeaseMs);
          if (circuit.state === 'half-open') expect(probes.length).toBeLessThanOrEqual(1);
        } else {
          const [reported] = out.splice(one.which % Math.max(1, out.length), 1);
          if (reported === undefined) continue;
          circuit.report(reported.permit, one.verdict, nowMs, null);
          // A probe that closed or opened the circuit makes all older permits late.
          if (reported.isProbe) out = out.filter(({ isProbe }) => !isProbe);
        }
      }
    }),
    { numRuns: 300 },
  );
});
