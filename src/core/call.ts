import type { AttemptFailed } from './attempt-failed.js';
import type { Cancel } from './cancel.js';
import type { Tier } from './classification.js';
import type { KeptText } from './kept-text.js';
import type { ModelOptions, ModelPart, ModelResult, ModelStreamResult, ModelWarning } from './model.js';
import type { ErrorClass, Outcome } from './outcome.js';
import type { Target } from './target.js';

/** A place in line: 0 `critical`, 1 `high`, 2 `normal`, 3 `batch`. */
export type PriorityClass = 0 | 1 | 2 | 3;

/** What the application may say of one call, complete. Null means not said. */
export interface CallSettings {
  readonly tier: Tier | null;
  /** A target id, an alias, or `<preset>/<model id>`, as the caller wrote it. */
  readonly target: string | null;
  readonly maxCostUsd: number | null;
  readonly maxLatencyMs: number | null;
  readonly deadlineMs: number | null;
  readonly priority: PriorityClass;
  readonly tenant: string;
  /** Calls that build on each other, and had better stay with one model. */
  readonly session: string | null;
  readonly fallback: { readonly allowed: boolean; readonly allowDearer: boolean };
  readonly tags: Readonly<Record<string, string>>;
}

/** What a model id asks for. */
export type Wanted =
  | { readonly kind: 'auto' }
  | { readonly kind: 'tier'; readonly tier: Tier }
  | { readonly kind: 'target'; readonly target: Target };

/** What the application asked for, once. */
export interface Call {
  readonly id: string;
  readonly mode: 'generate' | 'stream';
  /** The model id that was asked: `auto`, a tier, or a target. */
  readonly requested: string;
  /** What that means, the call's own settings included. */
  readonly wanted: Wanted;
  /** As the SDK gave them; `abortSignal` is heard through `cancel`. */
  readonly options: ModelOptions;
  readonly settings: CallSettings;
  /** Monotonic. */
  readonly startedAtMs: number;
  /** Monotonic; null without a deadline. */
  readonly deadlineAtMs: number | null;
  /** Thrown by the caller's abort, the deadline, or a reader that went away. */
  readonly cancel: Cancel;
  /** What happened so far; the layers write it, `observe` reads it. */
  readonly trail: Trail;
}

/** How the call was judged. */
export interface Decision {
  readonly tier: Tier;
  readonly ruledTier: Tier;
  readonly score: number | null;
  readonly confidence: number | null;
  readonly task: string | null;
  readonly reasons: readonly string[];
}

/** One line of `providerMetadata.routed.attempts`. */
export interface AttemptRecord {
  readonly target: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled' | 'skipped';
  readonly errorClass?: ErrorClass | 'circuit-open' | 'queue-full' | 'rate-limit' | 'budget';
  readonly statusCode?: number;
  /** From the start of the call to when it was sent, or refused a place in line. */
  readonly startedMs: number;
  readonly latencyMs: number;
  /** Null when the target has no price. */
  readonly costNanoUsd: number | null;
  /** Absent: a try at the answer. `outrun`: a hedge, or the attempt it was to help, that another was faster than. */
  readonly role?: 'judge' | 'outrun';
  /** What the target itself said that it cost; it is charged nowhere. Absent: it said nothing. */
  readonly reportedCostNanoUsd?: number;
}

/** The log of one call, handed down with it: each call has its own. */
export interface Trail {
  decision: Decision | null;
  /** A chat's own title, tags or summary: no part of its session. */
  isHousekeeping: boolean;
  /** How the call was judged, and why the order of its targets is what it is. */
  reasons: readonly string[];
  /** The target that answered, or is answering. */
  winner: Target | null;
  attempts: AttemptRecord[];
  /** Outcomes of attempts that have settled and may have cost money. */
  outcomes: Outcome[];
  queuedMs: number;
  /** Monotonic; null until there was content. */
  firstContentAtMs: number | null;
  /** The text of a stream as it was handed to the caller; null for a whole answer. */
  text: KeptText | null;
  /** What was changed about the call, for its result; see `layers/warn.ts`. */
  readonly warnings: ModelWarning[];
}

/** One try of a call at one target. */
export interface Attempt {
  readonly call: Call;
  readonly target: Target;
  /** 1 for the first attempt of the call; 0 for a judge's. */
  readonly number: number;
  /** Made ready for the target; `abortSignal` is added by `dispatch`. */
  readonly options: ModelOptions;
  readonly cancel: Cancel;
  /** What had to be changed about the call for this target. A layer that changes `options` adds to them. */
  readonly warnings: ModelWarning[];
  /** What `dispatch` has seen so far; `timeout` reads it. */
  readonly progress: Progress;
  /** Input tokens, as good a guess as can be had. */
  readonly estimatedInputTokens: number;
  /** Input and output tokens to set aside for it in a rate limit. */
  readonly reservedTokens: number;
  /** True while another target could still take the call: then no wait in line is worth a cool-down. */
  readonly hasAlternative: boolean;
  /** False: it is refused where it would have to wait in line. */
  readonly mayWait: boolean;
  /** What the layers want done when it has settled, the outermost first; see `whenSettled`. */
  readonly settleTasks: SettleTask[];
}

/**
 * Runs when an attempt has settled: with the outcome and the answer, with the outcome of a failure, or with neither
 * when the attempt was refused before it was sent. Returns the outcome that the next layer up sees.
 * Is given the attempt, so that a layer that keeps nothing else of it needs no closure per attempt.
 */
export type SettleTask = (outcome: Outcome | null, answer: Answer | null, attempt: Attempt) => Outcome | null;

/** How far an attempt has come. Times are monotonic; -1 means not yet. */
export interface Progress {
  sentAtMs: number;
  respondedAtMs: number;
  firstContentAtMs: number;
  /** When the reading that is under way began; -1 while nobody reads. */
  readingSinceMs: number;
  /** When the last part was handed up; `unreadMs` counts from here while nobody reads. */
  handedUpAtMs: number;
  /** Time spent in readings since the last content, the one under way apart. */
  idleMs: number;
  /** Time spent in readings so far, the one under way apart, and those in which a tool was at work. */
  readMs: number;
  /** The provider runs a tool: nothing is written until it has its result. */
  isToolAtWork: boolean;
  outputCharacters: number;
  /** Why the model stopped; null until it said so. */
  finishReason: string | null;
  /** What the target calls its answer, and the model that wrote it; null where it said nothing. */
  responseId: string | null;
  responseModel: string | null;
}

export type PartHandler = (part: ModelPart | null) => void;
export type FailureHandler = (failure: AttemptFailed) => void;

/** Parts of a stream that has committed. They end with null or with a failure. */
export interface PartReader {
  /**
   * Hands the next part to `hand` (null after the last), or what broke the stream off to `end`; now, or later.
   * Ask for the next part when this one has come. Not a promise: each one more per chunk costs a sixth of the whole hop.
   */
  next(hand: PartHandler, end: FailureHandler): void;
  readonly request: ModelStreamResult['request'];
  readonly response: ModelStreamResult['response'];
}

/**
 * What a service gives back. `settled` never rejects and resolves when the answer has ended, which for a
 * stream is long after the answer was handed up; by then every layer below has let go of what it held.
 * A whole answer has ended already: its outcome is there.
 */
export type Answer =
  | { readonly mode: 'generate'; readonly result: ModelResult; readonly settled: Outcome }
  | { readonly mode: 'stream'; readonly result: PartReader; readonly settled: Promise<Outcome> };
