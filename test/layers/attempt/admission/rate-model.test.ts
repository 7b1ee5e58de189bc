import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateState } from '../../../../src/layers/attempt/admission/rate-state.js';
import { settleTokens } from '../../../../src/layers/attempt/admission/settle-tokens.js';
import { takeTokens } from '../../../../src/layers/attempt/admission/take-tokens.js';

const rates = fc.record({
  requestsPerMinute: fc.option(fc.integer({ min: 1, max: 6_000 }), { nil: null }),
  tokensPerMinute: fc.option(fc.integer({ min: 60, max: 600_000 }), { nil: null }),
  burstMs: fc.constantFrom(100, 1_000, 10_000, 60_000),
});
const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('take' as const),
        tokens: fc.oneof(fc.nat(50), fc.nat(2_000), fc.nat(40_000)),
        /** Waits as it is told, and asks again; or gives up. */
        isPatient: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('settle' as const),
        at: fc.nat(),
        /** Of what was set aside: above 1, it used more. */
        usedRatio: fc.double({ min: 0, max: 1.5, noNaN: true }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.nat(50), fc.nat(5_000)) }),
    },
  ),
  { maxLength: 150 },
);

/** What was let through, or put right afterwards: what counts of one attempt in a window of time. */
interface Entry {
  readonly atMs: number;
  readonly tokens: number;
  readonly isRequest: boolean;
}

/** In no window of time passes more than its rate and one bucket; one attempt larger than the bucket may be its last. */
function expectNoneOver(
  entries: readonly Entry[],
  { perMinute, burstMs, of }: { perMinute: number | null; burstMs: number; of: (entry: Entry) => number },
): void {
  if (perMinute === null) return;
  const bucket = Math.max(1, Math.floor((perMinute * burstMs) / 60_000));
  for (let from = 0; from < entries.length; from++) {
    const since = entries[from] as Entry;
    if (!since.isRequest) continue;
    let sum = 0;
    for (let at = from; at < entries.length; at++) {
      const entry = entries[at] as Entry;
      sum += of(entry);
      if (!entry.isRequest) continue;
      const excess = Math.max(0, of(entry) - bucket);
      const allowed = bucket + (perMinute * (entry.atMs - since.atMs)) / 60_000;
      expect(sum - excess).toBeLessThanOrEqual(allowed + 1e-6);
    }
  }
}

describe('the buckets of requests and tokens', () => {
  it('let through no more than the rate and one bucket in any window, with refunds and debts, and name the shortest wait', () => {
    fc.assert(
      fc.property(rates, steps, (configured, script) => {
        let state: RateState | undefined;
        let nowMs = 0;
        const entries: Entry[] = [];
        const out: number[] = [];
        const ask = (tokens: number, atMs: number) => takeTokens.step(state, { configured, tokens }, atMs);
        const take = (tokens: number): number => {
          const { state: next, output } = ask(tokens, nowMs);
          state = next;
          if (output === 0) {
            entries.push({ atMs: nowMs, tokens, isRequest: true });
            out.push(tokens);
          }
          return output;
        };
        for (const one of script) {
          if (one.do === 'pass') nowMs += one.ms;
          else if (one.do === 'take') {
            const waitMs = take(one.tokens);
            if (waitMs === 0) continue;
            // Not a millisecond sooner, and then for certain: nobody waits for ever.
            expect(ask(one.tokens, nowMs + waitMs - 1).output).toBeGreaterThan(0);
            expect(ask(one.tokens, nowMs + waitMs).output).toBe(0);
            if (!one.isPatient) continue;
            nowMs += waitMs;
            take(one.tokens);
          } else if (out.length > 0) {
            const [reserved] = out.splice(one.at % out.length, 1) as [number];
            const refundTokens = reserved - Math.floor(reserved * one.usedRatio);
            state = settleTokens.step(
              state,
              { configured, refundTokens, wasRateLimited: false, isHinted: false, latencyMs: 10, told: null },
              nowMs,
            ).state;
            entries.push({ atMs: nowMs, tokens: -refundTokens, isRequest: false });
          }
        }
        const { requestsPerMinute, tokensPerMinute, burstMs } = configured;
        expectNoneOver(entries, {
          perMinute: requestsPerMinute,
          burstMs,
          of: ({ isRequest }) => (isRequest ? 1 : 0),
        });
        expectNoneOver(entries, { perMinute: tokensPerMinute, burstMs, of: ({ tokens }) => tokens });
      }),
      { numRuns: 1_000 },
    );
  });
});
