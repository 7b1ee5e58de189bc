import { expect } from 'vitest';
import type { Played } from './ground.js';

/** `a failed connection`, `b ok`. */
export const attemptsOf = ({ report }: Played): string[] =>
  report.attempts.map(({ target, outcome, errorClass }) =>
    [target, outcome, errorClass ?? ''].join(' ').trim(),
  );

/** `a` failed once, for this reason, and `b` answered; nothing of `a` is seen. */
export function expectFromB(played: Played, errorClass: string): void {
  expect(played.error).toBeUndefined();
  expect(attemptsOf(played)).toEqual([`a failed ${errorClass}`, 'b ok']);
  expect(played.text).toBe('from b');
  expect(played.parts.filter(({ type }) => type === 'error')).toEqual([]);
  expect(played.report.target).toBe('b');
}

/** The one target that was asked answered, at the first try. */
export function expectOnce(played: Played, target: string): void {
  expect(played.error).toBeUndefined();
  expect(attemptsOf(played)).toEqual([`${target} ok`]);
  expect(played.text).toBe(`from ${target}`);
}

/** The call failed with an error of the target's own, made safe. */
export function expectFailed(played: Played, error: object): void {
  expect(played.error).toMatchObject({ isRetryable: false, ...error });
  expect(played.error).toBeInstanceOf(Error);
}

/** The answer began, and broke off: one error part, one finish. */
export function expectBrokenOff(played: Played, text: string): void {
  expect(played.error).toBeUndefined();
  expect(played.text).toBe(text);
  expect(played.parts.slice(-2)).toMatchObject([
    { type: 'error' },
    { type: 'finish', finishReason: { unified: 'error' } },
  ]);
}
