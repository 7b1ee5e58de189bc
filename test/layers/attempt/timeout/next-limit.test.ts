import { describe, expect, test } from 'vitest';
import type { Progress } from '../../../../src/core/call.js';
import { nextLimit } from '../../../../src/layers/attempt/timeout/next-limit.js';
import { timeoutOptions } from '../../../../src/layers/attempt/timeout/options.js';

const limits = timeoutOptions.parse({});
const sent: Progress = {
  sentAtMs: 1_000,
  respondedAtMs: -1,
  firstContentAtMs: -1,
  readingSinceMs: -1,
  handedUpAtMs: -1,
  idleMs: 0,
  readMs: 0,
  isToolAtWork: false,
  outputCharacters: 0,
  finishReason: null,
  responseId: null,
  responseModel: null,
};
const responded: Progress = { ...sent, respondedAtMs: 2_000, readingSinceMs: 2_000 };
const committed: Progress = {
  ...responded,
  firstContentAtMs: 3_000,
  readingSinceMs: -1,
  handedUpAtMs: 3_000,
};

describe('the next limit of an attempt', () => {
  test.each([
    ['a generate has its whole answer to wait for', 'generate', sent, 1_000, 'attempt', 301_000],
    ['a stream first waits for headers', 'stream', sent, 1_000, 'response', 16_000],
    ['then for content, counted from the sending', 'stream', responded, 2_000, 'first-content', 31_000],
    [
      'while somebody reads, for the next content',
      'stream',
      { ...committed, readingSinceMs: 5_000 },
      6_000,
      'idle',
      35_000,
    ],
    [
      'less the time that keep-alives already took',
      'stream',
      { ...committed, readingSinceMs: 5_000, idleMs: 10_000 },
      6_000,
      'idle',
      25_000,
    ],
    ['while nobody reads, a reading could begin now', 'stream', committed, 10_000, 'idle', 40_000],
    ['until nobody has read for too long', 'stream', committed, 290_000, 'unread', 303_000],
    [
      'and the whole stream has an end',
      'stream',
      { ...committed, readingSinceMs: 600_000 },
      600_500,
      'stream',
      601_000,
    ],
  ] as const)('%s', (_, mode, progress, nowMs, kind, dueMs) => {
    expect(nextLimit(mode, progress, limits, nowMs, [])).toMatchObject({ kind, dueMs });
  });
});
