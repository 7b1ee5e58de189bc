import { describe, expect, it } from 'vitest';
import type { SpendingWindows, WindowName } from '../../../src/store/budget/windows.js';
import {
  fitsAfterMs,
  freshWindows,
  leftNanoUsd,
  turnWindows,
  windowEnd,
  windowStart,
} from '../../../src/store/budget/windows.js';

const at = (text: string) => Date.parse(text);
const now = at('2028-02-29T23:59:59.250Z');

describe('windows of the UTC calendar', () => {
  it.each<[WindowName, string, string]>([
    ['minute', '2028-02-29T23:59:00Z', '2028-03-01T00:00:00Z'],
    ['hour', '2028-02-29T23:00:00Z', '2028-03-01T00:00:00Z'],
    ['day', '2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['month', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
  ])('%s', (name, start, end) => {
    expect(windowStart(name, now)).toBe(at(start));
    expect(windowEnd(name, at(start))).toBe(at(end));
    expect(windowStart(name, at(end))).toBe(at(end));
  });

  it('a month ends in the next year', () => {
    expect(windowEnd('month', at('2027-12-01T00:00:00Z'))).toBe(at('2028-01-01T00:00:00Z'));
  });
});

const spent = (wallMs: number, settledNanoUsd: number, reservedNanoUsd: number) =>
  freshWindows(wallMs).map(window => ({ ...window, settledNanoUsd, reservedNanoUsd }));
const settledAt = (wallMs: number, before: SpendingWindows = spent(at('2027-06-15T10:30:30Z'), 5, 2)) =>
  turnWindows(before, wallMs).map(({ settledNanoUsd, reservedNanoUsd }) => [settledNanoUsd, reservedNanoUsd]);

describe('when the clock moves', () => {
  it.each([
    ['the same minute', '2027-06-15T10:30:59Z', [5, 2], [5, 2], [5, 2], [5, 2]],
    ['the next minute', '2027-06-15T10:31:00Z', [0, 0], [5, 2], [5, 2], [5, 2]],
    ['the next month', '2027-07-01T00:00:00Z', [0, 0], [0, 0], [0, 0], [0, 0]],
    ['back over one boundary: the window stays', '2027-06-15T10:29:59Z', [5, 2], [5, 2], [5, 2], [5, 2]],
    [
      'an hour back: the minute is renamed and keeps all',
      '2027-06-15T09:30:30Z',
      [7, 0],
      [5, 2],
      [5, 2],
      [5, 2],
    ],
    [
      'years back: nothing is forgotten, nothing is stuck',
      '2020-01-01T00:00:00Z',
      [7, 0],
      [7, 0],
      [7, 0],
      [7, 0],
    ],
  ])('%s', (_, to, ...expected) => {
    expect(settledAt(at(to as string))).toEqual(expected);
  });

  it('a window that was renamed ends when its new name does', () => {
    const renamed = turnWindows(spent(at('2099-01-01T00:00:00Z'), 5, 2), at('2027-06-15T10:30:30Z'));
    expect(settledAt(at('2027-06-15T10:31:00Z'), renamed)[0]).toEqual([0, 0]);
  });
});

describe('what is left', () => {
  const wallMs = at('2027-06-15T10:30:30Z');
  const windows = spent(wallMs, 5, 2);

  it('is what the tightest limit leaves', () => {
    expect(leftNanoUsd(windows, [null, 20, 10, 100])).toBe(3);
    expect(leftNanoUsd(windows, [null, null, null, null])).toBe(Number.POSITIVE_INFINITY);
    expect(leftNanoUsd(windows, [3, null, null, null])).toBe(0);
  });

  it('comes back when the last window that has too little ends', () => {
    expect(fitsAfterMs(windows, [10, 10, 100, null], 3, wallMs)).toBe(0);
    expect(fitsAfterMs(windows, [10, 100, 100, null], 4, wallMs)).toBe(30_000);
    expect(fitsAfterMs(windows, [10, 10, 100, null], 4, wallMs)).toBe(29.5 * 60_000);
    expect(fitsAfterMs(windows, [10, 10, 100, null], 11, wallMs)).toBeNull();
  });
});
