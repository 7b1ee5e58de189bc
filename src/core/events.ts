import type { AttemptRecord } from './call.js';
import type { Tier } from './classification.js';
import type { LeftOut } from './errors.js';
import type { ModelOptions } from './model.js';
import type { ErrorClass, Usage } from './outcome.js';
import type { RoutedReport } from './report.js';
import type { World } from './world.js';

/** How a call is to be answered, as far as it says so in numbers. */
export type CallParameters = Readonly<
  Pick<
    ModelOptions,
    | 'temperature'
    | 'topP'
    | 'topK'
    | 'maxOutputTokens'
    | 'presencePenalty'
    | 'frequencyPenalty'
    | 'seed'
    | 'reasoning'
  >
>;

/** What happens, as it happens. No event holds a prompt, an answer or a key. */
export type RoutedEvent = { readonly at: number; readonly callId?: string } & EventFields;

export type EventFields =
  | {
      type: 'call-start';
      requested: string;
      mode: 'generate' | 'stream';
      tenant: string;
      session: string | null;
      priority: number;
      tags: Readonly<Record<string, string>>;
      /** Those that the call gave. */
      settings: CallParameters;
    }
  | {
      type: 'classified';
      tier: Tier;
      ruledTier: Tier;
      score: number;
      confidence: number;
      task: string;
      reasons: readonly string[];
    }
  | { type: 'escalated'; from: Tier; to: Tier; reason: string }
  | { type: 'planned'; candidates: readonly string[]; leftOut: readonly LeftOut[] }
  /** `attempt` is 1 for the first attempt of the call, 0 for a judge's. */
  | {
      type: 'attempt-start';
      target: string;
      model: string;
      provider: string;
      attempt: number;
      /** From the start of the call. */
      startedMs: number;
      role?: 'judge';
    }
  | ({
      type: 'attempt-end';
      attempt: number;
      model: string;
      provider: string;
      /** From sending; null: there was none. */
      firstContentMs: number | null;
      /** The tokens it was charged for; null where nothing can have been billed. */
      usage: Usage | null;
      /** True where a figure of `usage` had to be estimated. */
      estimated: boolean;
      /** Why the model stopped: `stop`, `length`, `tool-calls` ...; null where it did not say. */
      finishReason: string | null;
      /** What the target calls its answer, and the model that wrote it, in its own words; null where it did not say. */
      responseId: string | null;
      responseModel: string | null;
    } & AttemptRecord)
  | { type: 'queue-wait'; target: string; waitedMs: number }
  | {
      type: 'retry-wait';
      target: string;
      delayMs: number;
      reason: 'backoff' | 'retry-after';
      isContinuation?: true;
    }
  | {
      type: 'failover';
      from: string;
      to: string;
      errorClass: ErrorClass | 'refused';
      /** The target goes on with a text that broke off. */
      isContinuation?: true;
    }
  /** A second attempt begins while the first, sent `afterMs` ago, has no content yet. */
  | { type: 'hedge-start'; from: string; to: string; afterMs: number }
  | { type: 'circuit-open'; target: string; retryAfterMs: number; reason: string }
  | { type: 'circuit-half-open'; target: string }
  | { type: 'circuit-closed'; target: string }
  | { type: 'rate-limited'; target: string; retryAfterMs: number | null }
  | { type: 'budget-reserved'; target: string; tenant: string; reservedNanoUsd: number }
  | {
      type: 'budget-settled';
      target: string;
      tenant: string;
      reservedNanoUsd: number;
      chargedNanoUsd: number;
      estimated: boolean;
    }
  /** What was said, or looked like it, of the answer of call `callId`; 0 is of no use, 1 is as good as can be. */
  | {
      type: 'feedback-received';
      target: string;
      task: string;
      from: 'caller' | 'escalation' | 'retry';
      score: number;
    }
  | { type: 'warning'; message: string; target?: string }
  | { type: 'listener-failed'; event: string }
  | {
      type: 'call-end';
      outcome: 'ok' | 'failed' | 'cancelled';
      errorName?: string;
      tenant: string;
      tags: Readonly<Record<string, string>>;
      report: RoutedReport;
    };

/** Hears every event at once, in order. What it throws is told as `listener-failed`, and breaks no call. */
export type Listener = (event: RoutedEvent) => void;

/** Sends an event; undefined where nobody listens, so that `emit?.({ ... })` builds nothing. */
export type Emit = (event: { callId?: string } & EventFields) => void;

/**
 * Wraps the application's listener: stamps the time, and never lets it break a call.
 * A listener that throws, or whose promise rejects, is told so once, by a `listener-failed` event.
 */
export function createEmit(world: World, listener: Listener | undefined): Emit | undefined {
  if (listener === undefined) return undefined;
  let hasComplained = false;

  function tell(event: RoutedEvent, onFailure: (() => void) | undefined): void {
    try {
      const returned: unknown = listener?.(event);
      // An `async` listener hands back a promise, which must not become an unhandled rejection.
      if (returned instanceof Promise) returned.catch(() => onFailure?.());
    } catch {
      onFailure?.();
    }
  }

  function complain(event: RoutedEvent['type']): void {
    if (hasComplained) return;
    hasComplained = true;
    // Where it fails at that too, there is nobody left to tell.
    tell({ at: world.wallMs(), type: 'listener-failed', event }, undefined);
  }

  return event => tell({ at: world.wallMs(), ...event }, () => complain(event.type));
}
