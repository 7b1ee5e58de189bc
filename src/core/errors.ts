import { AISDKError } from '@ai-sdk/provider';
import type { AttemptRecord } from './call.js';

/**
 * Every error of our own that a caller can meet. All are `AISDKError`s, known by a marker rather than by
 * class identity, so that two copies of the package agree; none is retryable, because our own retries are over.
 */
abstract class RoutedError extends AISDKError {
  /** The AI SDK must not run the whole chain again. */
  readonly isRetryable = false;

  constructor(fields: { name: string; message: string; cause?: unknown }) {
    super(fields);
    mark(this, fields.name);
  }
}

const marker = (name: string) => Symbol.for(`ai-sdk-routed.error.${name}`);

function mark(error: object, name: string): void {
  Object.defineProperty(error, marker(name), { value: true });
}

function isMarked(error: unknown, name: string): boolean {
  try {
    return typeof error === 'object' && error !== null && marker(name) in error;
  } catch {
    // A trap is none of ours.
    return false;
  }
}

/** An option of `createRouted`, of `routed(id, settings)` or of one call is wrong. Nothing was sent. */
export class InvalidOptionsError extends RoutedError {
  /** Where, as `routes.simple[0]`. */
  readonly path: string;
  /** What is allowed there: names as they are written, all else in words; empty where the problem says it. */
  readonly allowed: readonly string[];

  constructor({
    path,
    problem,
    allowed = [],
  }: { path: string; problem: string; allowed?: readonly string[] }) {
    const hint = allowed.length === 0 ? '' : ` Allowed: ${allowed.join(', ')}.`;
    super({ name: 'InvalidOptionsError', message: `Invalid option ${path || '(root)'}: ${problem}.${hint}` });
    this.path = path;
    this.allowed = allowed;
  }

  static override isInstance(error: unknown): error is InvalidOptionsError {
    return isMarked(error, 'InvalidOptionsError');
  }
}

/** A target that was left out of a plan, and why. */
export interface LeftOut {
  readonly target: string;
  /** In the plan's own words: `context-too-small`, `no-tools`, `price-unknown`, `circuit-open`, ... */
  readonly reason: string;
  readonly detail?: string;
}

/** No target can take this call: each was left out for the reason given. Nothing was sent. */
export class NoTargetFitsError extends RoutedError {
  readonly leftOut: readonly LeftOut[];

  constructor({ leftOut }: { leftOut: readonly LeftOut[] }) {
    const why = leftOut.map(one => `${one.target}: ${one.detail ?? one.reason}`).join('; ');
    super({
      name: 'NoTargetFitsError',
      message: `No target fits this call. ${why || 'There are no targets'}.`,
    });
    this.leftOut = leftOut;
  }

  static override isInstance(error: unknown): error is NoTargetFitsError {
    return isMarked(error, 'NoTargetFitsError');
  }
}

/** We refused to send. `retryAfterMs`, where known, is when it may be worth asking again. */
export abstract class RefusedError extends RoutedError {
  readonly retryAfterMs: number | undefined;

  constructor({
    name,
    message,
    retryAfterMs,
  }: { name: string; message: string; retryAfterMs?: number | undefined }) {
    super({ name, message });
    mark(this, 'RefusedError');
    this.retryAfterMs = retryAfterMs;
  }

  static override isInstance(error: unknown): error is RefusedError {
    return isMarked(error, 'RefusedError');
  }
}

const inMs = (retryAfterMs: number | undefined) =>
  retryAfterMs === undefined ? '' : ` Try again in ${Math.ceil(retryAfterMs)} ms.`;

/** The target's circuit is open, or it asked to be left alone (`cooling`). */
export class CircuitOpenError extends RefusedError {
  readonly target: string;
  readonly state: 'open' | 'half-open' | 'cooling';

  constructor({
    target,
    state,
    retryAfterMs,
  }: { target: string; state: CircuitOpenError['state']; retryAfterMs?: number | undefined }) {
    const why = state === 'cooling' ? 'asked to be left alone' : `has a circuit that is ${state}`;
    super({
      name: 'CircuitOpenError',
      message: `Target ${target} ${why}.${inMs(retryAfterMs)}`,
      retryAfterMs,
    });
    this.target = target;
    this.state = state;
  }

  static override isInstance(error: unknown): error is CircuitOpenError {
    return isMarked(error, 'CircuitOpenError');
  }
}

/** The target's line has no room, or the wait in it would outlast the deadline. */
export class QueueFullError extends RefusedError {
  readonly target: string;
  readonly reason: 'full' | 'tenant-share' | 'evicted' | 'wait-exceeds-deadline' | 'would-wait';

  constructor({
    target,
    reason,
    retryAfterMs,
  }: { target: string; reason: QueueFullError['reason']; retryAfterMs?: number | undefined }) {
    super({
      name: 'QueueFullError',
      message: `The line of target ${target} refused the call (${reason}).${inMs(retryAfterMs)}`,
      retryAfterMs,
    });
    this.target = target;
    this.reason = reason;
  }

  static override isInstance(error: unknown): error is QueueFullError {
    return isMarked(error, 'QueueFullError');
  }
}

/**
 * The rest of `maxCostUsd` or of a budget does not pay for another attempt. `reason`: which of them; or a budget that
 * cannot be kept, because the target has no price or the store that holds the budget failed.
 */
export class BudgetExceededError extends RefusedError {
  readonly reason: 'max-cost' | 'budget' | 'price-unknown' | 'store-unavailable';

  constructor({
    message,
    reason,
    retryAfterMs,
  }: { message: string; reason: BudgetExceededError['reason']; retryAfterMs?: number | undefined }) {
    super({ name: 'BudgetExceededError', message: `${message}${inMs(retryAfterMs)}`, retryAfterMs });
    this.reason = reason;
  }

  static override isInstance(error: unknown): error is BudgetExceededError {
    return isMarked(error, 'BudgetExceededError');
  }
}

/** `deadlineMs` passed, or the next wait would outlast it. */
export class DeadlineExceededError extends RefusedError {
  readonly deadlineMs: number;

  constructor({ deadlineMs, retryAfterMs }: { deadlineMs: number; retryAfterMs?: number | undefined }) {
    super({
      name: 'DeadlineExceededError',
      message: `The call's deadline of ${deadlineMs} ms passed.${inMs(retryAfterMs)}`,
      retryAfterMs,
    });
    this.deadlineMs = deadlineMs;
  }

  static override isInstance(error: unknown): error is DeadlineExceededError {
    return isMarked(error, 'DeadlineExceededError');
  }
}

/** More than one attempt was made, and none answered. */
export class AllTargetsFailedError extends RoutedError {
  readonly attempts: readonly AttemptRecord[];
  /** Of the last failure that had one. */
  readonly statusCode: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor({
    attempts,
    cause,
    statusCode,
    retryAfterMs,
  }: {
    attempts: readonly AttemptRecord[];
    cause: unknown;
    statusCode?: number | undefined;
    retryAfterMs?: number | undefined;
  }) {
    const tried = attempts.map(
      one =>
        `${one.target} ${one.outcome === 'skipped' ? 'skipped, ' : ''}${one.statusCode ?? one.errorClass ?? one.outcome}`,
    );
    super({
      name: 'AllTargetsFailedError',
      message: `All attempts failed: ${tried.join('; ')}.${inMs(retryAfterMs)}`,
      cause,
    });
    this.attempts = attempts;
    this.statusCode = statusCode;
    this.retryAfterMs = retryAfterMs;
  }

  static override isInstance(error: unknown): error is AllTargetsFailedError {
    return isMarked(error, 'AllTargetsFailedError');
  }
}
