import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DashboardOptions, dashboard } from '../../src/dashboard/index.js';
import type { Message } from '../../src/dashboard/messages.js';
import { type HandSource, handSource } from './source.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_780_000_000_000 }));
afterEach(() => void vi.useRealTimers());

interface Page {
  /** What has come since it was last asked, with comments and all. */
  raw(): Promise<string>;
  messages(): Promise<Message[]>;
  leave(): void;
  cancel(): Promise<void>;
  readonly ended: Promise<void>;
  readonly status: number;
}

/** A page that reads as fast as it can; with `isAsleep` it reads only when it is asked. */
async function openPage(
  handler: (request: Request) => Promise<Response>,
  { isAsleep = false } = {},
): Promise<Page> {
  const leaving = new AbortController();
  const response = await handler(new Request('http://app.example/d/events', { signal: leaving.signal }));
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let end = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  async function read(): Promise<boolean> {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    text += decoder.decode(value);
    if (done) end();
    return done;
  }
  const readOn = async () => {
    while (!(await read()));
  };
  if (!isAsleep) void readOn();
  const page: Page = {
    status: response.status,
    ended,
    leave: () => leaving.abort(),
    cancel: async () => void (await reader?.cancel()),
    async raw() {
      if (isAsleep) await read();
      await vi.advanceTimersByTimeAsync(0);
      const raw = text;
      text = '';
      return raw;
    },
    async messages() {
      return [...(await page.raw()).matchAll(/^data: (.*)$/gm)].map(
        ([, data]) => JSON.parse(data as string) as Message,
      );
    },
  };
  return page;
}

const second = () => vi.advanceTimersByTimeAsync(1_000);
const open = (source: HandSource, more: Partial<DashboardOptions> = {}) =>
  dashboard(source, { authorize: 'anyone', ...more });
const idsOf = (message: Message | undefined) => message?.calls.map(({ callId }) => callId);

describe('events', () => {
  it('begin with all there is: the report, the last 50 calls, circuits and series', async () => {
    const source = handSource();
    for (let call = 0; call < 60; call++) source.settle();
    source.circuitChanges.push({ at: Date.now(), target: 'a', to: 'open' });
    const page = await openPage(open(source));
    const raw = await page.raw();
    expect(raw).toMatch(/^retry: 2000\ndata: /);
    const message = JSON.parse(raw.slice(raw.indexOf('{'))) as Message;
    expect(message.kind).toBe('snapshot');
    expect(message.report).toEqual(source.report());
    expect(message.calls).toHaveLength(50);
    expect(idsOf(message)?.[0]).toBe('call-60');
    expect(message.circuits).toEqual(source.circuitChanges);
    expect(message.series.map(({ slots }) => slots.map(({ calls }) => calls))).toEqual([[60], [60], [60]]);
    page.leave();
  });

  it('tell once a second what is new, and nothing where nothing is', async () => {
    const source = handSource();
    const page = await openPage(open(source));
    await second();
    await page.raw();
    await second();
    expect(await page.raw()).toBe('');
    source.settle();
    source.settle({ outcome: 'failed', latencyMs: 9_000 });
    expect(await page.raw()).toBe('');
    await second();
    const [message, ...more] = await page.messages();
    expect(more).toEqual([]);
    expect(message?.kind).toBe('tick');
    expect(idsOf(message)).toEqual(['call-2', 'call-1']);
    expect(message?.report.totals.calls).toBe(2);
    expect(message?.series[0]?.slots).toMatchObject([
      { calls: 2, failed: 1, costNanoUsd: 40_000, baselineNanoUsd: 80_000 },
    ]);
    // What failed says nothing of how long an answer takes.
    expect(message?.series[0]?.total?.[1]).toBeLessThan(110);
    await second();
    expect(await page.raw()).toBe('');
    page.leave();
  });

  it('tell of a circuit once, and of lines as they were at their longest', async () => {
    const source = handSource();
    const page = await openPage(open(source));
    await second();
    await page.raw();
    const change = { at: Date.now(), target: 'a', to: 'open' as const };
    source.circuitChanges.push(change);
    source.queue = { ...source.queue, active: 4, waiting: 7 };
    await second();
    const [message] = await page.messages();
    expect(message?.circuits).toEqual([change]);
    expect(message?.report.queue.waiting).toBe(7);
    expect(message?.series[1]?.slots.at(-1)).toMatchObject({ active: 4, waiting: 7 });
    source.queue = { ...source.queue, active: 1, waiting: 0 };
    await second();
    const [next] = await page.messages();
    expect(next?.circuits).toEqual([]);
    page.leave();
  });

  it('say that they are still there, every 15 s', async () => {
    const page = await openPage(open(handSource()));
    await second();
    await page.raw();
    await vi.advanceTimersByTimeAsync(14_000);
    expect(await page.raw()).toBe('');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await page.raw()).toBe(': still here\n\n');
    page.leave();
  });

  it('are made once for all who listen', async () => {
    const source = handSource();
    const handler = open(source);
    const pages = await Promise.all(Array.from({ length: 20 }, () => openPage(handler)));
    expect(source.listeners).toBe(1);
    expect(vi.getTimerCount()).toBe(1);
    const report = vi.spyOn(source, 'report');
    source.settle();
    await second();
    expect(report).toHaveBeenCalledTimes(1);
    for (const page of pages) {
      expect((await page.messages()).map(idsOf)).toEqual([[], ['call-1']]);
      page.leave();
    }
  });

  it('tell two pages the same', async () => {
    const source = handSource();
    const handler = open(source);
    const [one, other] = [await openPage(handler), await openPage(handler)];
    for (let at = 0; at < 3; at++) {
      source.settle();
      await second();
    }
    expect(await one.raw()).toBe(await other.raw());
    one.leave();
    other.leave();
  });
});

describe('who reads slowly', () => {
  it('is kept at most one message, and then told everything', async () => {
    const source = handSource();
    const handler = open(source);
    const [slow, quick] = [await openPage(handler, { isAsleep: true }), await openPage(handler)];
    for (let at = 0; at < 30; at++) {
      source.settle();
      await second();
    }
    expect(await quick.messages()).toHaveLength(31);
    expect((await slow.messages()).map(({ kind, calls }) => [kind, calls.length])).toEqual([['snapshot', 0]]);
    await second();
    const caughtUp = await slow.messages();
    expect(caughtUp.map(({ kind, calls }) => [kind, calls.length])).toEqual([['snapshot', 30]]);
    source.settle();
    await second();
    expect((await slow.messages()).map(({ kind }) => kind)).toEqual(['tick']);
    slow.leave();
    quick.leave();
  });

  it('is let go when it takes nothing for a minute', async () => {
    const source = handSource();
    const slow = await openPage(open(source), { isAsleep: true });
    await vi.advanceTimersByTimeAsync(50_000);
    expect(source.listeners).toBe(1);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(source.listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    await slow.cancel();
  });
});

describe('nothing runs while nobody looks', () => {
  it('nor before: not at creation, and not for the page itself', async () => {
    const source = handSource();
    const handler = open(source);
    await handler(new Request('http://app.example/d'));
    expect([source.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it.each(['leave', 'cancel'] as const)('nor after the last has gone (%s)', async way => {
    const source = handSource();
    const handler = open(source);
    const [one, other] = [await openPage(handler), await openPage(handler)];
    await one[way]();
    expect([source.listeners, vi.getTimerCount()]).toEqual([1, 1]);
    await other[way]();
    expect([source.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('nor for a request that was aborted before it was answered', async () => {
    const source = handSource();
    const response = await open(source)(
      new Request('http://app.example/d/events', { signal: AbortSignal.abort() }),
    );
    expect(await response.text()).toBe('');
    expect([source.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('and what settled meanwhile is caught up with, each call once', async () => {
    const source = handSource();
    const handler = open(source);
    source.settle();
    const first = await openPage(handler);
    source.settle();
    await second();
    first.leave();
    source.settle();
    source.settle();
    const next = await openPage(handler);
    const [message] = await next.messages();
    expect(message?.series[2]?.slots.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
    next.leave();
  });

  it('leaves no listener on the signal of a request', async () => {
    const leaving = new AbortController();
    const request = new Request('http://app.example/d/events', { signal: leaving.signal });
    const added = vi.spyOn(request.signal, 'addEventListener');
    const removed = vi.spyOn(request.signal, 'removeEventListener');
    const response = await open(handSource())(request);
    await response.body?.cancel();
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});

describe('bounds', () => {
  it('so many pages and no more; a place is free when one leaves', async () => {
    const handler = open(handSource(), { maxClients: 2 });
    const [one, other] = [await openPage(handler), await openPage(handler)];
    const refused = await handler(new Request('http://app.example/d/events'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    one.leave();
    const next = await openPage(handler);
    expect(next.status).toBe(200);
    other.leave();
    next.leave();
  });

  it('a page is sent away after ten minutes, to be authorized again', async () => {
    const page = await openPage(open(handSource()));
    await vi.advanceTimersByTimeAsync(602_000);
    await page.ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a thousand targets are told as a hundred, those that were used most, and how many there are more', async () => {
    const source = handSource();
    const target = {
      requests: 1,
      errors: 0,
      errorRatio: 0,
      averageLatencyMs: null,
      p50LatencyMs: null,
      p95LatencyMs: null,
      p99LatencyMs: null,
      p50FirstContentMs: null,
      p95FirstContentMs: null,
      costUsd: 0,
      circuit: 'closed' as const,
    };
    const targets = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, at) => [`t${at}`, { ...target, requests: at }]),
    );
    const report = source.report();
    source.report = () => ({ ...report, targets });
    const page = await openPage(open(source));
    const [message] = await page.messages();
    expect(message?.hiddenTargets).toBe(900);
    expect(Object.keys(message?.report.targets ?? {})).toContain('t999');
    page.leave();
  });

  it('what a record says is cut, however much it is', async () => {
    const source = handSource();
    const long = 'x'.repeat(100_000);
    const names = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${at}${long}`, long]));
    source.settle({
      reasons: Array.from({ length: 500 }, () => long),
      tags: names,
      tenant: long,
      target: long,
    });
    const page = await openPage(open(source));
    expect((await page.raw()).length).toBeLessThan(120_000);
    page.leave();
  });

  it('a source that cannot tell for a while is asked again, and then everything is told', async () => {
    const source = handSource();
    const page = await openPage(open(source));
    await second();
    await page.raw();
    const { report } = source;
    source.report = () => {
      throw new Error('not now');
    };
    source.settle();
    await second();
    expect(await page.raw()).toBe('');
    source.report = report;
    await second();
    expect((await page.messages()).map(({ kind, calls }) => [kind, calls.length])).toEqual([['snapshot', 1]]);
    page.leave();
  });

  it('a source that fails as it is first asked holds nobody', async () => {
    const source = handSource();
    const broken = {
      ...source.ledger,
      recent: () => {
        throw new Error('not now');
      },
    };
    const handler = open({ ...source, ledger: broken } as HandSource, { maxClients: 1 });
    for (let time = 0; time < 3; time++)
      expect((await handler(new Request('http://app.example/d/events'))).status).toBe(500);
    expect([source.listeners, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('a source with a clock of its own is shown by it', async () => {
    const source = handSource();
    source.settle({ at: 1_000_000 });
    const page = await openPage(open({ ...source, nowMs: () => 1_030_000 }));
    const [message] = await page.messages();
    expect(message?.nowMs).toBe(1_030_000);
    expect(message?.series[0]?.slots).toHaveLength(1);
    page.leave();
  });
});
