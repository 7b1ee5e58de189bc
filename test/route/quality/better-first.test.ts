import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betterFirst } from '../../../src/route/quality/better-first.js';

it('puts each just behind the last of its betters', () => {
  const behind: Readonly<Record<string, string>> = { a: 'c', b: 'e' };
  expect(betterFirst([...'abcde'], (one, other) => behind[one] === other).join('')).toBe('cadeb');
});

it('keeps what is equal as it is, with a tolerance that is not handed on from neighbour to neighbour', () => {
  const isLower = (one: number, other: number) => other - one > 10;
  expect(betterFirst([1, 7, 13], isLower)).toEqual([7, 13, 1]);
  fc.assert(
    fc.property(fc.array(fc.nat(100), { maxLength: 12 }), given => {
      const ordered = betterFirst(given, isLower);
      expect([...ordered].sort()).toEqual([...given].sort());
      for (const [at, one] of ordered.entries())
        expect(Math.max(one, ...ordered.slice(at)) - one).toBeLessThanOrEqual(10);
    }),
  );
});

it('comes to an end with every item even where the relation has a cycle', () => {
  expect(betterFirst([...'abc'], (one, other) => one !== other).join('')).toBe('abc');
});
