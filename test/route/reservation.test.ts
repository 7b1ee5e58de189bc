import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/core/target.js';
import { traitsOfText } from '../../src/prompt/traits-of.js';
import { reservationOf } from '../../src/route/reservation.js';

const target = (tokensPerMinute: number | null, maxOutputTokens: number | null = null) =>
  ({
    maxOutputTokens,
    limits: { tokensPerMinute, requestsPerMinute: null, maxConcurrent: null, burstMs: 1_000 },
  }) as Target;

type Facts = Parameters<typeof reservationOf>[1];
const facts = (more: Partial<Facts> = {}): Facts => ({
  traits: { ...traitsOfText('x'), estimatedInputTokens: 100 },
  maxOutputTokens: null,
  measuredOutputTokens: null,
  guessedOutputTokens: 150,
  ...more,
});

describe('what is set aside for a call', () => {
  it.each<[string, Target, Facts, number, number]>([
    ['a guess, while nothing is known', target(null), facts(), 275, 100],
    ['what came out lately', target(null), facts({ measuredOutputTokens: 700.3 }), 826, 100],
    [
      'the most that the call allows',
      target(null),
      facts({ maxOutputTokens: 490, measuredOutputTokens: 20 }),
      615,
      590,
    ],
    [
      'no more than the target writes',
      target(null, 50),
      facts({ maxOutputTokens: 490, measuredOutputTokens: 400 }),
      175,
      150,
    ],
    [
      'no more than the target writes, of a guess',
      target(null, 50),
      facts({ measuredOutputTokens: 400 }),
      175,
      100,
    ],
    ['a bucket, where a guess is larger', target(12_000), facts(), 200, 100],
    ['a bucket, where the usual is larger', target(12_000), facts({ measuredOutputTokens: 5_000 }), 200, 100],
    [
      'all that was asked for, though no bucket holds it',
      target(12_000),
      facts({ maxOutputTokens: 490 }),
      590,
      590,
    ],
  ])('is the input with a margin, and %s', (_, at, of, reservedTokens, certainTokens) => {
    expect(reservationOf(at, of)).toEqual({ reservedTokens, certainTokens });
  });
});
