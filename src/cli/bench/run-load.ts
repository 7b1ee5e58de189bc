import { createRouted, defaultTargets } from '../../index.js';
import { ask } from '../ask-model.js';
import { inFlight } from '../in-flight.js';
import type { Gateway } from './gateway.js';

/** A short, a middle and a long job, with the longest answer of each in tokens. */
const jobs = [
  { prompt: 'Translate: Hello world to Vietnamese', maxOutputTokens: 100 },
  { prompt: 'Summarize this article about AI', maxOutputTokens: 500 },
  { prompt: 'Write a complex Python decorator with error handling', maxOutputTokens: 2_000 },
] as const;

export interface Load {
  readonly gateway: Gateway;
  readonly limit: number;
  readonly requests: number;
  readonly isUnlimited: boolean;
  readonly onDone: (done: number) => void;
}

/** Sends the load through an instance of its own, and counts what became of it. Latency: what a caller waits, line included. */
export async function runLoad({ gateway, limit, requests, isUnlimited, onDone }: Load) {
  const { baseURL, apiKey } = gateway;
  const routed = createRouted({
    apiKey,
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(isUnlimited ? { targets: withoutLimits() } : {}),
  });
  const latencies: number[] = [];
  /** By the name of the error: how many, and what the first of them said. */
  const errors: Record<string, { calls: number; example: string }> = {};
  let done = 0;
  const startedAtMs = performance.now();
  await inFlight({ total: requests, limit }, async index => {
    const { prompt, maxOutputTokens } = jobs[index % jobs.length] as (typeof jobs)[number];
    const sentAtMs = performance.now();
    try {
      await ask(routed('auto'), prompt, maxOutputTokens);
      latencies.push(performance.now() - sentAtMs);
    } catch (error) {
      const { name, message } = error as Error;
      errors[name] ??= { calls: 0, example: message };
      errors[name].calls++;
    }
    onDone(++done);
  });
  const durationMs = performance.now() - startedAtMs;
  latencies.sort((one, other) => one - other);
  const quantile = (ratio: number) => latencies[Math.ceil(ratio * latencies.length) - 1] ?? null;
  return {
    inFlight: limit,
    total: requests,
    successful: latencies.length,
    failed: requests - latencies.length,
    errors,
    durationMs,
    requestsPerSecond: (requests / durationMs) * 1_000,
    costUsd: routed.report().totals.costUsd,
    averageLatencyMs:
      latencies.length === 0 ? null : latencies.reduce((sum, value) => sum + value, 0) / latencies.length,
    p50LatencyMs: quantile(0.5),
    p95LatencyMs: quantile(0.95),
    p99LatencyMs: quantile(0.99),
  };
}

const withoutLimits = () =>
  Object.fromEntries(Object.entries(defaultTargets).map(([id, target]) => [id, { ...target, limits: {} }]));
