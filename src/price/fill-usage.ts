import type { Usage } from '../core/outcome.js';
import { mostOutputTokens } from './answer-bounds.js';

export interface UsageFacts {
  /** As the target told it; null: it told nothing. */
  readonly told: Usage | null;
  readonly estimatedInputTokens: number;
  /** The most that the prompt can be; null: nobody can say, as where the vendor searches by itself. Asked only when in doubt. */
  readonly inputTokensBound: (() => number) | null;
  /** Text, reasoning and tool input received, in UTF-16 code units. */
  readonly outputCharacters: number;
  /** The most that the target was asked for, or writes at all. */
  readonly maxOutputTokens: number | null;
}

export interface FilledUsage {
  /** `inputTokens` and `outputTokens` are never null. */
  readonly usage: Usage;
  /** A figure was missing or absurd, and is an estimate. */
  readonly isEstimated: boolean;
}

/** No context window is larger; a larger figure is an error of the upstream. */
const mostTokens = 1e8;
/** English prose, as most tokenisers cut it. */
const charactersPerToken = 4;

const isCount = (tokens: number | null, most = mostTokens): tokens is number =>
  tokens !== null && Number.isInteger(tokens) && tokens >= 0 && tokens <= most;

/** Targets count a few tokens of framing, and some stop late; a tenth and this many above the limit are let pass. */
const overrunTokens = 16;

/**
 * More was told than the target was allowed to write, and more than the answer can hold: a token is at least a character.
 * A target that does not keep to its limit, and wrote that much, is believed.
 */
const isOverrun = (tokens: number, maxOutputTokens: number | null, outputCharacters: number): boolean =>
  maxOutputTokens !== null && tokens > maxOutputTokens * 1.1 + overrunTokens && tokens > outputCharacters;

/** Four times our guess, and this much more, is not looked into: guesses are that wrong. */
const doubtfulInputTokens = 20_000;

const isTooMuchInput = (tokens: number, { estimatedInputTokens, inputTokensBound }: UsageFacts): boolean =>
  inputTokensBound !== null &&
  tokens > estimatedInputTokens * 4 + doubtfulInputTokens &&
  tokens > inputTokensBound();

/** Takes what a target told where it makes sense, and estimates the rest, so that every attempt can be charged. */
export function fillUsage(facts: UsageFacts): FilledUsage {
  const { told, estimatedInputTokens, outputCharacters, maxOutputTokens } = facts;
  // 0 is what the SDK makes of a figure that was left out: for what was sent or received it is as good as none.
  const isInputTold =
    told !== null &&
    isCount(told.inputTokens) &&
    (told.inputTokens > 0 || estimatedInputTokens === 0) &&
    !isTooMuchInput(told.inputTokens, facts);
  const toldOutput =
    told !== null &&
    isCount(told.outputTokens, mostOutputTokens) &&
    (told.outputTokens > 0 || outputCharacters === 0)
      ? told.outputTokens
      : null;
  const isTooMuch = toldOutput !== null && isOverrun(toldOutput, maxOutputTokens, outputCharacters);
  const inputTokens = isInputTold ? (told.inputTokens as number) : estimatedInputTokens;
  // Of a target that claims too much, all that it was allowed is believed: that is what was set aside for it.
  const outputTokens = isTooMuch
    ? (maxOutputTokens as number)
    : (toldOutput ?? Math.ceil(outputCharacters / charactersPerToken));
  const cacheReadTokens = partOf(told?.cacheReadTokens ?? null, inputTokens);
  const cacheWriteTokens = partOf(told?.cacheWriteTokens ?? null, inputTokens - (cacheReadTokens ?? 0));
  const reasoningTokens = partOf(told?.reasoningTokens ?? null, outputTokens);
  const isPartAbsurd =
    told !== null &&
    (isLost(told.cacheReadTokens, cacheReadTokens) ||
      isLost(told.cacheWriteTokens, cacheWriteTokens) ||
      isLost(told.reasoningTokens, reasoningTokens));
  return {
    usage: { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens },
    isEstimated: !isInputTold || toldOutput === null || isTooMuch || isPartAbsurd,
  };
}

/** A part of a whole, or null where it was not told or cannot be one. */
const partOf = (part: number | null, whole: number): number | null =>
  isCount(part) && part <= whole ? part : null;

const isLost = (told: number | null, kept: number | null) => told !== null && kept === null;
