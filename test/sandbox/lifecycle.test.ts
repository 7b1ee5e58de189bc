import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { ask, complete, send, start } from './start.js';

/** Handles that keep this process alive, as far as Node tells. */
const timers = () => process.getActiveResourcesInfo().filter(one => one === 'Timeout').length;
const settleHandles = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)));

describe('close()', () => {
  it('ends answers in flight at once, leaves no timer, and lets the port go', async () => {
    const sandbox = await startSandbox({ models: { a: { firstTokenMs: 60_000 } } });
    await settleHandles();
    const before = timers();
    // A client without timers of its own.
    const agent = new Agent({ keepAlive: false });
    const body = JSON.stringify(ask('hi', { model: 'a' }));
    const failures = Array.from(
      { length: 20 },
      () =>
        new Promise<string>(resolve => {
          const headers = { authorization: `Bearer ${sandbox.apiKey}` };
          const sent = request(`${sandbox.url}/chat/completions`, { method: 'POST', headers, agent });
          sent.on('error', error => resolve(error.message)).end(body);
        }),
    );
    while (sandbox.requests().byModel.a?.inFlight !== 20) await settleHandles();
    expect(timers()).toBeGreaterThan(before);
    await sandbox.close();
    expect(await Promise.all(failures)).toEqual(Array(20).fill('socket hang up'));
    await settleHandles();
    expect(timers()).toBeLessThanOrEqual(before);
    expect(sandbox.requests().byModel.a?.inFlight).toBe(0);
    await expect(fetch(sandbox.url)).rejects.toThrow();
    const again = await startSandbox({ port: Number(new URL(sandbox.url).port) });
    await again.close();
  });

  it('may be called twice', async () => {
    const sandbox = await startSandbox();
    await Promise.all([sandbox.close(), sandbox.close()]);
    await sandbox.close();
  });
});

describe('many at once', () => {
  it('answers a thousand connections at the same time, and counts each', async () => {
    const sandbox = await start({ models: { a: { requestsPerMinute: null } } });
    const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
    const body = JSON.stringify(ask('hi', { model: 'a', stream: true }));
    const statuses = await Promise.all(
      Array.from(
        { length: 1_000 },
        () =>
          new Promise<number>((resolve, reject) => {
            const headers = { authorization: `Bearer ${sandbox.apiKey}` };
            const sent = request(`${sandbox.url}/chat/completions`, { method: 'POST', headers, agent });
            sent.on('response', response => {
              response.resume().on('end', () => resolve(response.statusCode ?? 0));
            });
            sent.on('error', reject).end(body);
          }),
      ),
    );
    agent.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(sandbox.requests().byModel.a).toMatchObject({ total: 1_000, byStatus: { 200: 1_000 } });
  });

  it('sends a long answer whole to a reader that is slow to begin', async () => {
    const sandbox = await start();
    const words = ask('Tell me about it in 50,000 words', { stream: true });
    const response = await send(sandbox, '/chat/completions', words);
    await new Promise(resolve => setTimeout(resolve, 100));
    const text = await response.text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(text.length).toBeGreaterThan(250_000);
  });

  it('goes on after a client that left in the middle of its body', async () => {
    const sandbox = await start();
    const headers = { authorization: `Bearer ${sandbox.apiKey}`, 'content-length': '1000' };
    const sent = request(`${sandbox.url}/chat/completions`, { method: 'POST', headers });
    sent.on('error', () => {});
    sent.write('{"model":');
    await new Promise(resolve => setTimeout(resolve, 30));
    sent.destroy();
    while (sandbox.requests().total === 0) await settleHandles();
    expect(sandbox.requests().byModel['(none)']).toEqual({ total: 1, byStatus: { 0: 1 }, inFlight: 0 });
    await complete(sandbox, ask('hi'));
  });
});
