import type { Call } from '../core/call.js';
import type { RoutedReport } from '../core/report.js';
import type { Traits } from '../core/traits.js';
import { sha256Of } from '../privacy/sha-256.js';
import { latestAsk } from '../prompt/step/latest-ask.js';
import { inputTokensUpperBound } from '../prompt/tokens-bound.js';
import { traitsOf } from '../prompt/traits-of.js';
import type { CallRecord, RecordedTraits } from './call-record.js';
import { recordVersion } from './call-record.js';

/** How much of a prompt goes into a record. */
export interface PromptRule {
  readonly prompts: 'features' | 'hash' | 'whole';
  readonly hashKey?: string | undefined;
}

export interface SettledCall {
  readonly call: Call;
  readonly report: RoutedReport;
  readonly outcome: CallRecord['outcome'];
}

/** The record of a settled call. Lists are copies: a sink may keep or change what it is given. */
export function recordOf(
  { call, report, outcome }: SettledCall,
  rule: PromptRule & { readonly at: number; readonly classifier: string; readonly dropped: number },
): CallRecord {
  const { settings, options } = call;
  const traits = traitsOf(options, latestAsk(options.prompt));
  return {
    version: recordVersion,
    at: rule.at,
    callId: report.callId,
    requested: report.requested,
    outcome,
    classifier: rule.classifier,
    tier: report.tier,
    ruledTier: report.ruledTier,
    score: report.score,
    confidence: report.confidence,
    task: report.task,
    reasons: [...report.reasons],
    step: traits.step,
    chore: traits.chore,
    traits: numbersOf(traits, settings.maxCostUsd === null ? null : inputTokensUpperBound(options)),
    settings: {
      tier: settings.tier,
      target: settings.target,
      maxCostUsd: settings.maxCostUsd,
      maxLatencyMs: settings.maxLatencyMs,
      fallback: { ...settings.fallback },
      hasSession: settings.session !== null,
    },
    target: report.target,
    attempts: report.attempts.map(attempt => ({ ...attempt })),
    usage: { ...report.usage },
    costNanoUsd: report.costNanoUsd,
    baselineCostUsd: report.baselineCostUsd,
    queuedMs: report.queuedMs,
    firstContentMs: report.firstContentMs,
    latencyMs: report.latencyMs,
    estimated: report.estimated,
    dropped: rule.dropped,
    ...promptOf(traits.ask, rule),
  };
}

/** Named one by one: a trait that is added one day must not slip into a record with its text. */
const numbersOf = (traits: Traits, inputTokensBound: number | null): RecordedTraits => ({
  askCharacters: traits.askCharacters,
  promptCharacters: traits.promptCharacters,
  turns: traits.turns,
  toolCount: traits.toolCount,
  toolResults: traits.toolResults,
  hasSchema: traits.hasSchema,
  images: traits.images,
  files: traits.files,
  maxOutputTokens: traits.maxOutputTokens,
  estimatedInputTokens: traits.estimatedInputTokens,
  inputTokensBound,
});

function promptOf(ask: string, { prompts, hashKey }: PromptRule): Pick<CallRecord, 'ask' | 'askHash'> {
  if (prompts === 'whole') return { ask };
  return prompts === 'hash' ? { askHash: sha256Of(ask, hashKey) } : {};
}
