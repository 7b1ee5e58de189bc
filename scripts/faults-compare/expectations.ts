import type { Answer } from '../../test/faults/answers.js';
import { fromB } from '../../test/faults/answers.js';
import type { Seen } from './application.js';
import { both, type Experiment, type Form, type Outcome } from './experiment.js';
import { describe, isFrom, isRefused, outcome, sends } from './outcome.js';
import type { Field, FieldOptions, Place } from './stage.js';

/** The second target takes over, and nothing is seen of the first. */
export const answersFromB = (seen: Seen): Outcome => outcome(isFrom(seen, 'b'), describe(seen));

/** The first target's answer, after as many requests as are named. */
export const answersFromA = (seen: Seen, field: Field, requests: number): Outcome => {
  const isRight = isFrom(seen, 'a') && field.sent('a') === requests;
  return outcome(isRight, `${describe(seen)}${isRight ? '' : sends(field.sent('a'))}`);
};

/** An error, and no more than one request. */
export const refusedAtOnce = (seen: Seen, field: Field): Outcome =>
  outcome(isRefused(seen) && field.sent('a') === 1, `${describe(seen)}${sends(field.sent('a'))}`);

/** The answer breaks off with one error, and nobody else's text follows. */
export const breaksOff = (seen: Seen, text: string): Outcome =>
  outcome(seen.hasEnded && seen.errors.length === 1 && seen.text === text, describe(seen));

/** With a second target that is up. */
export const withB = (
  number: number,
  name: string,
  forms: readonly Form[],
  a: Place,
  options: FieldOptions = {},
): Experiment => ({
  number,
  name,
  forms,
  expected: 'B',
  play: async stage => answersFromB(await (await stage.field({ a, b: fromB }, options)).call()),
});

/** A fault that only a limit of time ends: as it is, and with the limits that the SDK can be given. */
export const stalling = (
  number: number,
  name: string,
  forms: readonly Form[],
  a: Answer,
  { expected, judge }: { readonly expected: string; readonly judge: (seen: Seen) => Outcome } = {
    expected: 'B',
    judge: answersFromB,
  },
): readonly Experiment[] =>
  [false, true].map(hasSdkTimeout => ({
    number,
    name: hasSdkTimeout ? `${name}; the SDK’s own timeout is set` : name,
    forms,
    expected,
    play: async stage => judge(await (await stage.field({ a, b: fromB }, { hasSdkTimeout })).call()),
  }));

/** No second target: what comes of it is judged by the answer and by the requests. */
export const alone = (
  number: number,
  name: string,
  expected: string,
  a: Answer,
  judge: (seen: Seen, field: Field) => Outcome,
  forms: readonly Form[] = both,
): Experiment => ({
  number,
  name: `${name}; no other target`,
  forms,
  expected,
  play: async stage => {
    const field = await stage.field({ a });
    return judge(await field.call(), field);
  },
});
