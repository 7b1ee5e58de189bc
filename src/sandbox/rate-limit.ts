import { ApiProblem, problems } from './api-problem.js';
import type { ModelProfile } from './profiles.js';

interface Bucket {
  readonly capacity: number;
  readonly perMs: number;
  level: number;
  filledAtMs: number;
}

/** Guards one model. */
export interface RateLimit {
  /**
   * Takes one request of so many tokens.
   * @returns the `x-ratelimit-*` headers of the answer.
   * @throws ApiProblem a 429 with `retry-after` when a limit is passed; nothing is taken then.
   */
  take(request: { tokens: number; inFlight: number; nowMs: number }): Record<string, string>;
}

/** Token buckets that start full and hold `burstMs` worth of their rate: the most lenient reading of a limit. */
export function createRateLimit(modelId: string, profile: ModelProfile): RateLimit {
  const requests = createBucket(profile.requestsPerMinute, profile.burstMs);
  const tokens = createBucket(profile.tokensPerMinute, profile.burstMs);

  const headers = () => ({ ...describe('requests', requests), ...describe('tokens', tokens) });
  const refuse = (kind: 'requests' | 'tokens', bucket: Bucket, needed: number, limit: number) => {
    const retryAfterSeconds = Math.max(1, Math.ceil((needed - bucket.level) / bucket.perMs / 1_000));
    return problems.rateLimit(
      `Rate limit reached for ${modelId} on ${kind} per min: Limit ${limit}. Please try again in ${retryAfterSeconds}s.`,
      kind,
      { ...headers(), 'retry-after': String(retryAfterSeconds) },
    );
  };

  return {
    take({ tokens: needed, inFlight, nowMs }) {
      refill(requests, nowMs);
      refill(tokens, nowMs);
      if (profile.maxConcurrent !== null && inFlight > profile.maxConcurrent) {
        throw new ApiProblem({
          status: 429,
          message: `Too many requests in flight for ${modelId}: Limit ${profile.maxConcurrent}.`,
          type: 'requests',
          code: 'concurrency_limit_exceeded',
          headers: { ...headers(), 'retry-after': '1' },
        });
      }
      if (requests !== null && requests.level < 1)
        throw refuse('requests', requests, 1, profile.requestsPerMinute!);
      if (tokens !== null && tokens.capacity < needed) {
        // No wait would help, so none is named.
        const message = `Request too large for ${modelId} on tokens per min: Limit ${profile.tokensPerMinute}, Requested ${needed}.`;
        throw problems.rateLimit(message, 'tokens', headers());
      }
      if (tokens !== null && tokens.level < needed)
        throw refuse('tokens', tokens, needed, profile.tokensPerMinute!);
      if (requests !== null) requests.level -= 1;
      if (tokens !== null) tokens.level -= needed;
      return headers();
    },
  };
}

function createBucket(perMinute: number | null, burstMs: number): Bucket | null {
  if (perMinute === null) return null;
  const capacity = Math.max(1, (perMinute * burstMs) / 60_000);
  return { capacity, perMs: perMinute / 60_000, level: capacity, filledAtMs: 0 };
}

function refill(bucket: Bucket | null, nowMs: number): void {
  if (bucket === null) return;
  const earned = (nowMs - bucket.filledAtMs) * bucket.perMs;
  bucket.level = Math.min(bucket.capacity, bucket.level + earned);
  bucket.filledAtMs = nowMs;
}

function describe(kind: 'requests' | 'tokens', bucket: Bucket | null): Record<string, string> {
  if (bucket === null) return {};
  return {
    [`x-ratelimit-limit-${kind}`]: String(Math.floor(bucket.capacity)),
    [`x-ratelimit-remaining-${kind}`]: String(Math.max(0, Math.floor(bucket.level))),
    [`x-ratelimit-reset-${kind}`]: formatReset((bucket.capacity - bucket.level) / bucket.perMs),
  };
}

/** A wait as the OpenAI API writes it: `20ms`, `1s`, `6m0s`, `1h0m0s`. Rounded up. */
export function formatReset(waitMs: number): string {
  if (waitMs < 1_000) return `${Math.max(0, Math.ceil(waitMs))}ms`;
  const seconds = Math.ceil(waitMs / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s`;
  const rest = `${minutes % 60}m${seconds % 60}s`;
  return minutes < 60 ? rest : `${Math.floor(minutes / 60)}h${rest}`;
}
