import { describe, expect, it } from 'vitest';
import { createOutputLengths } from '../../src/measure/output-lengths.js';
import { createSessionBook, sessionKey } from '../../src/measure/session-book.js';
import { cachedPrefixTokens } from '../../src/price/cached-prefix.js';

describe('output lengths', () => {
  it('lean on the guess at first, and on what came out later', () => {
    const lengths = createOutputLengths();
    expect(lengths.expected('code', 'a', 1_000)).toBe(1_000);
    lengths.record('code', 'a', 400);
    expect(lengths.expected('code', 'a', 1_000)).toBe(900);
    for (let answer = 0; answer < 500; answer++) lengths.record('code', 'a', 400);
    expect(lengths.expected('code', 'a', 1_000)).toBeLessThan(460);
    expect(lengths.expected('code', 'b', 1_000)).toBe(1_000);
    expect(lengths.expected('chat', 'a', 1_000)).toBe(1_000);
  });

  it('forget long ago: the mean follows a model that got longer', () => {
    const lengths = createOutputLengths();
    for (let answer = 0; answer < 10_000; answer++) lengths.record('code', 'a', 100);
    for (let answer = 0; answer < 200; answer++) lengths.record('code', 'a', 1_000);
    expect(lengths.expected('code', 'a', 1_000)).toBeGreaterThan(950);
  });

  it('hold two thousand means and no more', () => {
    const lengths = createOutputLengths();
    for (let task = 0; task <= 2_000; task++) lengths.record(`task ${task}`, 'a', 0);
    expect(lengths.expected('task 0', 'a', 60)).toBe(60);
    expect(lengths.expected('task 1', 'a', 60)).toBe(50);
  });
});

describe('the book of sessions', () => {
  const session = { target: 'a', cachedTokens: 5_000, atMs: 0, hasMissed: false };

  it('forgets what is cached after five minutes, and not where the session is', () => {
    const book = createSessionBook();
    book.keep('s', session);
    expect(book.of('s', 300_000)).toEqual(session);
    expect(book.of('s', 300_001)).toEqual({ ...session, cachedTokens: 0 });
    expect(book.of('t', 0)).toBeNull();
  });

  it('holds ten thousand sessions, the ones heard from last', () => {
    const book = createSessionBook();
    for (let id = 0; id < 10_000; id++) book.keep(String(id), session);
    book.keep('0', session);
    book.keep('new', session);
    expect(book.of('0', 0)).toEqual(session);
    expect(book.of('1', 0)).toBeNull();
  });

  it('keeps tenants apart, whatever they are called', () => {
    expect(sessionKey('a', 'b,c')).not.toBe(sessionKey('a,b', 'c'));
    expect(sessionKey('a","b', 'c')).not.toBe(sessionKey('a', 'b","c'));
  });
});

describe('the cached prefix after an answer', () => {
  const usage = (input: number | null, read: number | null, write: number | null) => ({
    inputTokens: input,
    outputTokens: 1,
    cacheReadTokens: read,
    cacheWriteTokens: write,
    reasoningTokens: null,
  });

  it.each([
    ['written and read', usage(5_000, 3_000, 1_000), 0, false, 4_000, false],
    ['read alone', usage(5_000, 3_000, null), 0, false, 5_000, false],
    ['not told, a first time', usage(5_000, null, null), 0, false, 5_000, false],
    ['too short', usage(1_023, 0, 0), 0, false, 0, false],
    ['nothing of what was expected', usage(5_000, 0, 0), 4_000, false, 0, true],
    ['nothing, after a miss', usage(5_000, 0, 0), 0, true, 0, true],
    ['read, after a miss', usage(5_000, 4_000, 0), 0, true, 5_000, true],
    ['more than there was', usage(5_000, 9_000, 9_000), 0, false, 5_000, false],
  ])('%s', (_, told, before, hadMissed, cachedTokens, hasMissed) => {
    expect(cachedPrefixTokens(told, { cachedTokens: before, hasMissed: hadMissed })).toEqual({
      cachedTokens,
      hasMissed,
    });
  });
});
