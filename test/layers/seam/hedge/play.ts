import { expect } from 'vitest';
import type { RoutedEvent } from '../../../../src/core/events.js';
import type { ModelOptions } from '../../../../src/core/model.js';
import type { RoutedReport } from '../../../../src/core/report.js';
import { ask, type harness, readAll, textOf } from '../../routed-harness.js';

export const forms = ['generate', 'stream'] as const;
export type Form = (typeof forms)[number];

export type Ground = ReturnType<typeof harness>;

/** Every call may be hedged, half a second after it was sent. */
export const always = { hedge: { maxRatio: 1, delayMs: 500 } } as const;

export interface Played {
  text: string | null;
  error: unknown;
  isDone: boolean;
}

/** One call in either form; its text is there when it has ended. */
export function play({ routed }: Ground, form: Form, options: ModelOptions = ask()): Played {
  const played: Played = { text: null, error: undefined, isDone: false };
  const answer = async (): Promise<string> => {
    if (form === 'stream') return textOf(await readAll((await routed('auto').doStream(options)).stream));
    const { content } = await routed('auto').doGenerate(options);
    return content.map(part => (part.type === 'text' ? part.text : '')).join('');
  };
  answer().then(
    text => Object.assign(played, { text, isDone: true }),
    error => Object.assign(played, { error, isDone: true }),
  );
  return played;
}

export const of = <Type extends RoutedEvent['type']>({ events }: Pick<Ground, 'events'>, type: Type) =>
  events.filter(event => event.type === type) as (RoutedEvent & { type: Type })[];

export function lastReport(ground: Ground): RoutedReport {
  return of(ground, 'call-end').at(-1)?.report as RoutedReport;
}

/**
 * Holds of every call, however it went: attempts end once and before their call, slots and timers are given back, and
 * the call, its attempts, the book and the budget name the same sum.
 */
export function expectSound(ground: Ground): void {
  const { routed, world, events } = ground;
  expect(world.pendingTimers).toBe(0);
  expect(routed.report().queue).toMatchObject({ active: 0, waiting: 0 });
  const ends = of(ground, 'call-end');
  expect(ends).toHaveLength(of(ground, 'call-start').length);
  expect(of(ground, 'attempt-end')).toHaveLength(of(ground, 'attempt-start').length);
  for (const { callId, report } of ends) {
    const own = events.filter(event => event.callId === callId);
    expect(own.at(-1)?.type).toBe('call-end');
    const numbers = own.flatMap(event => (event.type === 'attempt-start' ? [event.attempt] : []));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const told = own.flatMap(event => (event.type === 'attempt-end' ? [event] : []));
    expect(report.attempts).toMatchObject(
      told.map(({ target, outcome, costNanoUsd }) => ({ target, outcome, costNanoUsd })),
    );
    expect(report.attempts.filter(({ outcome }) => outcome === 'ok').length).toBeLessThanOrEqual(1);
    expect(report.costNanoUsd).toBe(sum(report.attempts.map(({ costNanoUsd }) => costNanoUsd ?? 0)));
  }
  const { totals, targets } = routed.report();
  expect(totals.costNanoUsd).toBe(sum(ends.map(({ report }) => report.costNanoUsd ?? 0)));
  expect(Math.round(1e9 * sum(Object.values(targets).map(({ costUsd }) => costUsd)))).toBe(
    totals.costNanoUsd,
  );
  const settled = of(ground, 'budget-settled');
  expect(settled).toHaveLength(of(ground, 'budget-reserved').length);
  if (settled.length > 0)
    expect(sum(settled.map(({ chargedNanoUsd }) => chargedNanoUsd))).toBe(totals.costNanoUsd);
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
