import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { beforeAll, expect, it, vi } from 'vitest';
import { fromB } from './answers.js';
import type { Fault, Form } from './fault.js';
import { both } from './fault.js';
import type { Ground, Played } from './ground.js';
import { apiKey, createGround, prompt } from './ground.js';

/** One test per number and form. Most of their time is waiting, which those that measure no load do side by side. */
export function wall(faults: readonly Fault[], { sideBySide = true }: { sideBySide?: boolean } = {}): void {
  beforeAll(warmUp);
  for (const fault of faults)
    for (const form of fault.forms)
      (sideBySide ? it.concurrent : it)(`${fault.number} ${fault.name} (${form})`, () =>
        underPassRule(fault, form),
      );
}

/** The first call of a process takes ten times as long as the next: it must not count against a limit. */
async function warmUp(): Promise<void> {
  for (const form of both) {
    const ground = createGround(form);
    await ground.call({ b: fromB });
    await ground.close();
  }
}

/**
 * The common pass rule: nothing goes unheard, each stream begins and ends at most once, slots, timers, listeners and
 * sockets are given back, and neither key nor prompt shows in anything that was thrown or told.
 */
export async function underPassRule({ run }: Fault, form: Form): Promise<void> {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', hear);
  process.on('uncaughtException', hear);
  const ground = createGround(form);
  try {
    await run(ground);
    await expectReleased(ground);
    for (const call of ground.played) expectWellFormed(call, form);
    expectNothingShown(ground);
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
    process.off('uncaughtException', hear);
    await ground.close();
  }
}

async function expectReleased({ fields, signals }: Ground): Promise<void> {
  for (const { routed, world, servers, events } of fields) {
    expect(routed.report().queue).toMatchObject({ active: 0, waiting: 0 });
    const held = () => ({
      timers: world.pendingTimers,
      sockets: Object.values(servers).reduce((sum, server) => sum + server.open, 0),
    });
    await vi.waitFor(() => expect(held()).toEqual({ timers: 0, sockets: 0 }), {
      timeout: 3_000,
      interval: 5,
    });
    const of = (type: string) => events.filter(event => event.type === type).length;
    expect(of('call-end')).toBe(of('call-start'));
    expect(of('attempt-end')).toBe(of('attempt-start'));
  }
  for (const signal of signals) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
}

function expectWellFormed({ parts, error, report }: Played, form: Form): void {
  expect(report).toBeDefined();
  if (form === 'generate' || error !== undefined) return;
  const count = (type: string) => parts.filter(part => part.type === type).length;
  expect(parts[0]?.type).toBe('stream-start');
  expect(parts.at(-1)?.type).toBe('finish');
  expect([count('stream-start'), count('finish')]).toEqual([1, 1]);
  expect(count('error')).toBeLessThanOrEqual(1);
}

const secrets = [
  apiKey,
  encodeURIComponent(apiKey),
  JSON.stringify(apiKey).replaceAll('/', '\\/').slice(1, -1),
  Buffer.from(apiKey).toString('base64').slice(0, 20),
  prompt,
];

function expectNothingShown({ fields, played }: Ground): void {
  const told = fields.flatMap(({ events }) => events);
  const thrown = played.flatMap(({ error, parts }) => [
    error,
    ...parts.filter(({ type }) => type === 'error'),
  ]);
  const shown = [...told, ...thrown].map(printed).join('\n');
  for (const secret of secrets) expect(shown.includes(secret), `shows ${secret}`).toBe(false);
}

/** A value in every form in which people print it. */
const printed = (value: unknown): string =>
  [
    inspect(value, { depth: 12, showHidden: true, maxStringLength: null }),
    JSON.stringify(value, (_, inner) =>
      inner instanceof Error
        ? Object.fromEntries(
            Object.getOwnPropertyNames(inner).map(name => [name, inner[name as keyof Error]]),
          )
        : inner,
    ),
    String(value instanceof Error ? value.stack : value),
  ].join('\n');
