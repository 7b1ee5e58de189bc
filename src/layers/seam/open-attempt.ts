import type { Attempt, Call, Progress } from '../../core/call.js';
import { createCancel } from '../../core/cancel.js';
import type { ModelWarning } from '../../core/model.js';
import type { Candidate } from '../../route/candidate.js';
import { optionsFor } from './options-for.js';

/** An attempt that is ready to be sent, and what had to be changed about the call for its target. */
export interface OpenAttempt {
  readonly attempt: Attempt;
  readonly warnings: readonly ModelWarning[];
}

export interface AttemptFacts {
  readonly number: number;
  readonly hasAlternative: boolean;
  /** True where nothing is said. */
  readonly mayWait?: boolean;
  readonly estimatedInputTokens: number;
  /** The most output tokens that what is left of `maxCostUsd` pays for; null without a cap. */
  readonly affordableOutputTokens: number | null;
}

/** Makes one try of a call at one target; `cancel` follows the call's. Release it when the attempt has settled. */
export function openAttempt(call: Call, candidate: Candidate, facts: AttemptFacts): OpenAttempt {
  const { options, warnings } = optionsFor(call.options, candidate, facts.affordableOutputTokens);
  const attempt: Attempt = {
    call,
    target: candidate.target,
    number: facts.number,
    options,
    cancel: createCancel(call.cancel),
    warnings: [...warnings],
    progress: notStarted(),
    estimatedInputTokens: facts.estimatedInputTokens,
    reservedTokens: candidate.reservedTokens,
    hasAlternative: facts.hasAlternative,
    mayWait: facts.mayWait ?? true,
    settleTasks: [],
  };
  return { attempt, warnings: attempt.warnings };
}

const notStarted = (): Progress => ({
  sentAtMs: -1,
  respondedAtMs: -1,
  firstContentAtMs: -1,
  readingSinceMs: -1,
  handedUpAtMs: -1,
  idleMs: 0,
  readMs: 0,
  isToolAtWork: false,
  outputCharacters: 0,
  finishReason: null,
  responseId: null,
  responseModel: null,
});
