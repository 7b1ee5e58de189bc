import { expect, it } from 'vitest';
import { createRequestLog } from '../../src/sandbox/request-log.js';

it('keeps exact counts and the last 20,000 entries, oldest first', () => {
  const log = createRequestLog();
  for (let atMs = 0; atMs < 45_000; atMs++) {
    const logged = log.begin({ modelId: 'a', path: '/', stream: false, atMs }, 'a');
    if (atMs % 3 !== 0) logged.status(200);
    if (atMs >= 10) logged.end();
  }
  const { total, byModel, last } = log.read();
  expect(total).toBe(45_000);
  expect(byModel).toEqual({ a: { total: 45_000, byStatus: { 0: 15_000, 200: 30_000 }, inFlight: 10 } });
  expect(last).toHaveLength(20_000);
  expect([last[0]?.atMs, last.at(-1)?.atMs]).toEqual([25_000, 44_999]);
});

it('counts an end once', () => {
  const log = createRequestLog();
  const logged = log.begin({ modelId: 'a', path: '/', stream: false, atMs: 0 }, 'a');
  logged.end();
  logged.end();
  expect(log.read().byModel.a?.inFlight).toBe(0);
});
