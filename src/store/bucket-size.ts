import type { Limits } from '../core/target.js';

const minuteMs = 60_000;

/** What a bucket of a rate per minute holds at most: `burstMs` worth of it, at least 1. */
export const bucketSize = (perMinute: number, burstMs: number): number =>
  Math.max(1, Math.floor((perMinute * burstMs) / minuteMs));

/** The tokens that a target's rate limit holds at a time; null without a limit. */
export const bucketTokens = ({ tokensPerMinute, burstMs }: Limits): number | null =>
  tokensPerMinute === null ? null : bucketSize(tokensPerMinute, burstMs);
