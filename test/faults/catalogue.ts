import { bodyFaults } from './body.js';
import { budgetFaults } from './budgets.js';
import { connection } from './connection.js';
import type { Fault } from './fault.js';
import { httpFaults } from './http.js';
import { overload } from './overload.js';
import { security } from './security.js';
import { streamFaults } from './stream.js';

export interface Section {
  readonly name: string;
  /** Of the catalogue. */
  readonly numbers: readonly number[];
  readonly faults: readonly Fault[];
}

const through = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The fault catalogue, section by section, with the entries of the wall. */
export const catalogue: readonly Section[] = [
  { name: 'connection', numbers: through(1, 12), faults: connection },
  { name: 'http', numbers: [...through(13, 32), 35, 36], faults: httpFaults },
  { name: 'body', numbers: [...through(37, 45), 48, 49, ...through(52, 55)], faults: bodyFaults },
  {
    name: 'stream',
    numbers: [...through(56, 62), ...through(64, 77), 79, 80, 123, 124],
    faults: streamFaults,
  },
  {
    name: 'overload and state',
    numbers: [...through(81, 102), 104],
    faults: [...overload, ...budgetFaults.filter(({ number }) => number !== 105)],
  },
  {
    name: 'redis',
    numbers: [...through(105, 108), 110, 112],
    faults: budgetFaults.filter(({ number }) => number === 105),
  },
  { name: 'security', numbers: [...through(113, 116), ...through(118, 120), 122], faults: security },
];

/** What no server can do to us, so that it is played by scripted models: the file, and the title of the test. */
export const scripted: ReadonlyMap<number, readonly [string, string]> = new Map([
  [122, ['layers/dispatch/hostile-models.test.ts', 'hands over to the next target']],
  [124, ['layers/streams.test.ts', 'hands calls that the provider executes on in their order']],
]);

/** They come with the Redis store. */
export const waitingForRedis: ReadonlySet<number> = new Set([106, 107, 108, 110, 112]);
