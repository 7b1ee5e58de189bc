import type { CallRecord } from '../../src/index.js';

type Partly = Partial<Omit<CallRecord, 'traits' | 'settings' | 'usage'>> & {
  readonly traits?: Partial<CallRecord['traits']>;
  readonly settings?: Partial<CallRecord['settings']>;
  readonly usage?: Partial<CallRecord['usage']>;
};

let calls = 0;

/** A record of an answered call: 1,000 tokens in, 100 out, for a tenth of a cent. */
export function record({ traits, settings, usage, ...more }: Partly = {}): CallRecord {
  return {
    version: 1,
    at: 1_780_000_000_000,
    callId: `call-${++calls}`,
    requested: 'auto',
    outcome: 'ok',
    classifier: 'learned',
    tier: 'simple',
    ruledTier: 'simple',
    score: 0.1,
    confidence: 0.9,
    task: 'question',
    reasons: [],
    step: 'ask',
    chore: null,
    traits: {
      askCharacters: 40,
      promptCharacters: 4_000,
      turns: 1,
      toolCount: 0,
      toolResults: 0,
      hasSchema: false,
      images: 0,
      files: 0,
      maxOutputTokens: null,
      estimatedInputTokens: 1_000,
      inputTokensBound: null,
      ...traits,
    },
    settings: {
      tier: null,
      target: null,
      maxCostUsd: null,
      maxLatencyMs: null,
      fallback: { allowed: true, allowDearer: false },
      hasSession: false,
      ...settings,
    },
    target: 'cheap',
    attempts: [],
    usage: {
      inputTokens: 1_000,
      outputTokens: 100,
      cacheReadTokens: 0,
      cacheWriteTokens: null,
      reasoningTokens: null,
      ...usage,
    },
    costNanoUsd: 1_000_000,
    baselineCostUsd: null,
    queuedMs: 0,
    firstContentMs: null,
    latencyMs: 100,
    estimated: false,
    dropped: 0,
    ...more,
  };
}

const target = (inputUsdPerMTok: number, more = {}) => ({
  preset: 'openai' as const,
  price: { inputUsdPerMTok, outputUsdPerMTok: 10 * inputUsdPerMTok },
  ...more,
});

/** Three targets at 1, 3 and 10 USD per million tokens of input, ten times that of output: 2, 6 and 20 mUSD per recorded call. */
export const threeTargets = { cheap: target(1), middle: target(3), strong: target(10) };
export const threeRoutes = {
  simple: ['cheap', 'strong'],
  medium: ['middle', 'strong'],
  complex: ['strong', 'middle'],
};
