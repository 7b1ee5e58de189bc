import { describe, expect, it } from 'vitest';
import { InvalidOptionsError } from '../../src/core/errors.js';
import type { Sandbox, SandboxFault } from '../../src/sandbox/index.js';
import { ask, type Completion, complete, readEvents, send, start } from './start.js';

const stream = (sandbox: Sandbox, init?: RequestInit) =>
  send(sandbox, '/chat/completions', ask('Write a story', { stream: true }), init);
const plain = (sandbox: Sandbox, init?: RequestInit) =>
  send(sandbox, '/chat/completions', ask('Write a story'), init);

async function broken(fault: SandboxFault): Promise<Sandbox> {
  const sandbox = await start();
  sandbox.setFault('gpt-4.1', fault);
  return sandbox;
}

/** What comes until nothing has come for a while. */
async function readUntilSilent(response: Response): Promise<{ text: string; isOpen: boolean }> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const silence = new Promise<'silence'>(resolve => setTimeout(resolve, 150, 'silence'));
    const next = await Promise.race([reader.read(), silence]);
    if (next === 'silence') {
      void reader.cancel();
      return { text, isOpen: true };
    }
    if (next.done) return { text, isOpen: false };
    text += next.value;
  }
}

/** Resolves once a request has come in, or rejects after a while. */
async function received(sandbox: Sandbox, modelId: string, count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (sandbox.requests().byModel[modelId]?.inFlight === count) return;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  throw new Error(`never saw ${count} in flight`);
}

describe('a fault instead of an answer', () => {
  it('status: an error with the body and headers that were given', async () => {
    const sandbox = await broken({ kind: 'status', status: 503, headers: { 'X-Should-Retry': 'false' } });
    const first = await plain(sandbox);
    expect([first.status, first.headers.get('x-should-retry')]).toEqual([503, 'false']);
    expect(await first.json()).toMatchObject({ error: { type: 'server_error' } });
    sandbox.setFault('gpt-4.1', {
      kind: 'status',
      status: 502,
      body: '<html>',
      headers: { 'Content-Type': 'text/html' },
    });
    const second = await plain(sandbox);
    expect([second.status, second.headers.get('content-type'), await second.text()]).toEqual([
      502,
      'text/html',
      '<html>',
    ]);
    sandbox.setFault('gpt-4.1', {
      kind: 'status',
      status: 402,
      body: { error: { code: 'insufficient_quota' } },
    });
    expect(await (await plain(sandbox)).json()).toEqual({ error: { code: 'insufficient_quota' } });
  });

  it('reset: the connection breaks, and no answer is counted', async () => {
    const sandbox = await broken({ kind: 'reset' });
    await expect(plain(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(sandbox.requests().byModel['gpt-4.1']).toMatchObject({ byStatus: { 0: 1 }, inFlight: 0 });
  });

  it('hang: nothing comes until the client goes', async () => {
    const sandbox = await broken({ kind: 'hang' });
    const controller = new AbortController();
    const answer = plain(sandbox, { signal: controller.signal });
    await received(sandbox, 'gpt-4.1', 1);
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    await received(sandbox, 'gpt-4.1', 0);
  });

  it('hang-after-headers: headers come, and then nothing', async () => {
    const response = await stream(await broken({ kind: 'hang-after-headers' }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(await readUntilSilent(response)).toEqual({ text: '', isOpen: true });
  });

  it('body: what was given', async () => {
    const response = await plain(await broken({ kind: 'body', contentType: 'text/html', body: '<p>hi' }));
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/html',
      '<p>hi',
    ]);
  });

  it('redirect: a place to go', async () => {
    const sandbox = await broken({ kind: 'redirect', location: 'http://127.0.0.1:1/' });
    const response = await plain(sandbox, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/']);
  });

  it('rate-limit: a 429 that says when to come back', async () => {
    const response = await plain(await broken({ kind: 'rate-limit', retryAfterSeconds: 7 }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });
});

describe('a fault in the middle of a stream', () => {
  it.each([0, 1, 3])('cut: %d events, then a broken connection', async afterChunks => {
    const response = await stream(await broken({ kind: 'cut', afterChunks }));
    expect(response.status).toBe(200);
    const { events, isCut } = await readEvents(response);
    expect(isCut).toBe(true);
    expect(events).toHaveLength(afterChunks);
  });

  it('cut: before the finish reason at the latest', async () => {
    const { events, isCut } = await readEvents(await stream(await broken({ kind: 'cut', afterChunks: 999 })));
    expect(isCut).toBe(true);
    expect(events.some(event => event.choices[0]?.finish_reason)).toBe(false);
  });

  it('error-event: an error object, then an orderly end', async () => {
    const { events, isCut, isDone } = await readEvents(
      await stream(await broken({ kind: 'error-event', afterChunks: 2 })),
    );
    expect([isCut, isDone, events.length]).toEqual([false, false, 3]);
    expect(events.at(-1)?.error?.message).toContain('simulated');
  });

  it('no-finish: an orderly end without a finish reason', async () => {
    const { events, isCut, isDone } = await readEvents(
      await stream(await broken({ kind: 'no-finish', afterChunks: 4 })),
    );
    expect([isCut, isDone, events.length]).toEqual([false, false, 4]);
    expect(events.at(-1)?.choices[0]?.finish_reason).toBeNull();
  });

  it('stall: silence', async () => {
    const { text, isOpen } = await readUntilSilent(
      await stream(await broken({ kind: 'stall', afterChunks: 2 })),
    );
    expect([text.split('\n\n').length - 1, isOpen]).toEqual([2, true]);
  });

  it('open-after-finish: all of it, and no end', async () => {
    const { text, isOpen } = await readUntilSilent(await stream(await broken({ kind: 'open-after-finish' })));
    expect(text).toMatch(/"finish_reason":"stop"[\s\S]*data: \[DONE\]\n\n$/);
    expect(isOpen).toBe(true);
  });

  it.each<[SandboxFault, RegExp]>([
    [{ kind: 'pings' }, /^(: ping\n\n){3,}/],
    [{ kind: 'empty-deltas' }, /^data: .*"role".*\n\n(data: .*"delta":\{"content":""\}.*\n\n){3,}/],
  ])('$kind: for ever', async (fault, expected) => {
    const response = await stream(await broken(fault));
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (expected.test(text)) return;
    }
    throw new Error('it ended');
  });
});

describe('a fault in a plain answer', () => {
  it('cut: half of the body', async () => {
    await expect((await plain(await broken({ kind: 'cut', afterChunks: 1 }))).text()).rejects.toThrow();
  });

  it('stall and open-after-finish: half of it, or all, and no end', async () => {
    const half = await readUntilSilent(await plain(await broken({ kind: 'stall', afterChunks: 1 })));
    const whole = await readUntilSilent(await plain(await broken({ kind: 'open-after-finish' })));
    expect([half.isOpen, whole.isOpen]).toEqual([true, true]);
    expect(() => JSON.parse(half.text)).toThrow();
    expect(JSON.parse(whole.text)).toMatchObject({ object: 'chat.completion' });
  });

  it.each<[SandboxFault, object]>([
    [{ kind: 'error-event', afterChunks: 0 }, { error: { type: 'server_error' } }],
    [{ kind: 'no-finish', afterChunks: 0 }, { choices: [{ finish_reason: null }] }],
    [{ kind: 'empty-deltas' }, { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }],
  ])('$kind: a body to match', async (fault, expected) => {
    expect(await (await plain(await broken(fault))).json()).toMatchObject(expected);
  });

  it('pings: blank lines for ever', async () => {
    const response = await plain(await broken({ kind: 'pings' }));
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.length > 3) break;
    }
    expect(text.trim()).toBe('');
  });

  it('slow: a late answer, whatever the latency ratio', async () => {
    const sandbox = await broken({ kind: 'slow', firstTokenMs: 80 });
    const startedAtMs = performance.now();
    await complete(sandbox, ask('hi'));
    expect(performance.now() - startedAtMs).toBeGreaterThan(75);
  });

  it('hits embeddings too', async () => {
    const sandbox = await start();
    sandbox.setFault('text-embedding-3-small', { kind: 'status', status: 500 });
    const body = { model: 'text-embedding-3-small', input: 'x' };
    expect((await send(sandbox, '/embeddings', body)).status).toBe(500);
  });
});

describe('setFault', () => {
  const statuses = async (sandbox: Sandbox, count: number, model = 'gpt-4.1') => {
    const all: number[] = [];
    for (let index = 0; index < count; index++) {
      const response = await send(sandbox, '/chat/completions', ask('hi', { model }));
      await response.text();
      all.push(response.status);
    }
    return all;
  };

  it('clears itself after `times` requests', async () => {
    expect(await statuses(await broken({ kind: 'status', status: 500, times: 2 }), 4)).toEqual([
      500, 500, 200, 200,
    ]);
  });

  it('hits a share of requests, the same ones for the same seed', async () => {
    const fault: SandboxFault = { kind: 'status', status: 500, probabilityRatio: 0.5 };
    const one = await statuses(await broken(fault), 40);
    expect(await statuses(await broken(fault), 40)).toEqual(one);
    const hits = one.filter(status => status === 500).length;
    expect(hits).toBeGreaterThan(8);
    expect(hits).toBeLessThan(32);
  });

  it("hits all models with '*', one of its own wins, and null for '*' heals all", async () => {
    const sandbox = await start();
    sandbox.setFault('*', { kind: 'status', status: 500 });
    sandbox.setFault('gpt-4.1', { kind: 'status', status: 503 });
    expect([...(await statuses(sandbox, 1)), ...(await statuses(sandbox, 1, 'deepseek-v3.2'))]).toEqual([
      503, 500,
    ]);
    expect((await send(sandbox, '/models')).status).toBe(500);
    sandbox.setFault('gpt-4.1', null);
    expect(await statuses(sandbox, 1)).toEqual([500]);
    sandbox.setFault('gpt-4.1', { kind: 'hang' });
    sandbox.setFault('*', null);
    expect(await statuses(sandbox, 1)).toEqual([200]);
  });

  it.each<[string, string, unknown]>([
    ['an unknown model', 'gpt-9', { kind: 'hang' }],
    ['an unknown kind', '*', { kind: 'fire' }],
    ['an unknown key', '*', { kind: 'hang', after: 1 }],
    ['a fault without what it needs', '*', { kind: 'cut' }],
  ])('refuses %s', async (_, modelId, fault) => {
    const sandbox = await start();
    expect(() => sandbox.setFault(modelId, fault as SandboxFault)).toThrow(InvalidOptionsError);
  });

  it('reset: breaks the connections of that model which are in flight, and of no other', async () => {
    const models = { a: { firstTokenMs: 60_000 }, b: { firstTokenMs: 200 } };
    const sandbox = await start({ models, latencyRatio: 1 });
    const waiting = ['a', 'a', 'b'].map(model => complete(sandbox, ask('hi', { model })));
    const settled = Promise.allSettled(waiting);
    await received(sandbox, 'a', 2);
    await received(sandbox, 'b', 1);
    sandbox.setFault('a', { kind: 'reset' });
    expect((await settled).map(one => one.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await received(sandbox, 'a', 0);
    sandbox.setFault('a', { kind: 'status', status: 500 });
    expect(await statuses(sandbox, 1, 'a')).toEqual([500]);
  });

  it('answers 500 when a header of the fault cannot be sent, and goes on', async () => {
    const sandbox = await broken({ kind: 'status', status: 500, headers: { 'x-a': 'b\r\nc: d' }, times: 1 });
    const response = await plain(sandbox);
    expect([response.status, response.headers.get('c')]).toEqual([500, null]);
    expect(((await (await plain(sandbox)).json()) as Completion).choices).toHaveLength(1);
  });
});
