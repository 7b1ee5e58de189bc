import type { Usage } from '../core/outcome.js';
import type { Price } from '../core/target.js';
import { costPicoUsd, toNanoUsd } from './cost-of.js';
import { ratesAt } from './rates-at.js';

/** What the same tokens would have cost at the baseline's prices, its cache prices included; whole nano-dollars. */
export const baselineCostNanoUsd = (usage: Usage, baseline: Price, atMs: number): number =>
  toNanoUsd(costPicoUsd(usage, ratesAt(baseline, atMs, usage.inputTokens ?? 0)));
