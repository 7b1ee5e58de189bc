import { InvalidResponseDataError } from '@ai-sdk/provider';
import type { AttemptFailed } from '../../core/attempt-failed.js';
import type { Attempt, FailureHandler, PartHandler, PartReader } from '../../core/call.js';
import type { ModelPart, ModelStreamResult } from '../../core/model.js';
import type { Outcome } from '../../core/outcome.js';
import type { World } from '../../core/world.js';
import { partSize } from '../part-size.js';
import { answered } from './answered.js';
import { isContent, isToolAtWork, outputCharactersOf } from './content.js';
import { failed, finishedWithError, StreamCut } from './failed.js';
import { noteResponse } from './note-response.js';

/** A preamble longer than this is not the start of an answer. */
const maxPreambleParts = 64;
/** The bound of 256 KB, in characters; a preamble is held in memory until the first content. */
const maxPreambleCharacters = 262_144;
/** How long a finished upstream may take to end its stream before its connection is given up. */
const drainMs = 2_000;

/**
 * Reads the parts of one stream: the preamble up to the first content, then part by part as asked.
 * A class because `next` runs once per chunk: its methods are shared, not closures made per call.
 */
export class StreamReading implements PartReader {
  readonly settled: Promise<Outcome>;
  readonly request: ModelStreamResult['request'];
  readonly response: ModelStreamResult['response'];
  readonly #world: World;
  readonly #attempt: Attempt;
  readonly #reader: ReadableStreamDefaultReader<ModelPart>;
  /** Parts to hand up before anything else is read. */
  #ready: ModelPart[] = [];
  /** Tool calls that wait for a finish reason: a cut stream ends with a tool call that looks whole and is not. */
  #toolCalls: ModelPart[] = [];
  /** Who gets what the reading that is under way brings. */
  #hand: PartHandler = ignore;
  #endWith: FailureHandler = ignore;
  #failure: AttemptFailed | null = null;
  /** A stream begins once, however often it says so. */
  #hasBegun = false;
  #hasSettled = false;
  #settle!: (outcome: Outcome) => void;

  constructor(world: World, attempt: Attempt, { stream, request, response }: ModelStreamResult) {
    this.#world = world;
    this.#attempt = attempt;
    this.#reader = stream.getReader();
    this.request = request;
    this.response = response;
    this.settled = new Promise(resolve => {
      this.#settle = resolve;
    });
    attempt.cancel.onCancel(reason => {
      if (!this.#hasSettled) this.#fail(reason);
      // Ends a reading that is under way, too.
      this.#reader.cancel(reason).catch(() => {});
    });
  }

  /**
   * Reads up to the first content, or to the end of an answer without any; what was read is handed up first.
   * Rejects with an `AttemptFailed`.
   */
  async commit(): Promise<void> {
    const { progress, target } = this.#attempt;
    const preamble: ModelPart[] = [];
    let characters = 0;
    const keep = (part: ModelPart | null): void => {
      if (part === null || part.type === 'ping' || isEmptyDelta(part)) return;
      preamble.push(part);
      if (progress.firstContentAtMs >= 0) return;
      characters += partSize(part);
      while (!this.#hasSettled && (preamble.length > maxPreambleParts || characters > maxPreambleCharacters))
        characters -= this.#shorten(preamble);
    };
    while (progress.firstContentAtMs < 0 && !this.#hasSettled) await this.#read(keep, ignore);
    if (this.#failure !== null) throw this.#failure;
    if (!preamble.some(isNamed))
      preamble.splice(preamble[0]?.type === 'stream-start' ? 1 : 0, 0, {
        type: 'response-metadata',
        modelId: target.modelId,
      });
    this.#ready = preamble.concat(this.#ready);
  }

  /** Drops the oldest raw chunk, which the caller asked for, and says how large it was; anything else that frames without end is no answer. */
  #shorten(preamble: ModelPart[]): number {
    const oldestRaw = preamble.findIndex(part => part.type === 'raw');
    if (oldestRaw >= 0) return partSize(preamble.splice(oldestRaw, 1)[0]);
    const message = 'The stream framed an answer and never began it.';
    this.#breakOff(new InvalidResponseDataError({ data: null, message }));
    return 0;
  }

  next(hand: PartHandler, end: FailureHandler): void {
    if (this.#ready.length > 0) hand(this.#ready.shift() as ModelPart);
    else void this.#read(hand, end);
  }

  /** The promise, of having handed on, never rejects. */
  #read(hand: PartHandler, end: FailureHandler): void | Promise<void> {
    if (this.#hasSettled) return this.#failure === null ? hand(null) : end(this.#failure);
    this.#hand = hand;
    this.#endWith = end;
    this.#attempt.progress.readingSinceMs = this.#world.monotonicMs();
    try {
      return this.#reader.read().then(this.#onRead, this.#onError);
    } catch (error) {
      // A reader of the application's own that throws where it should reject.
      return this.#onError(error);
    }
  }

  readonly #onRead = (result: ReadResult): void | Promise<void> => {
    try {
      return this.#handOn(result);
    } catch (error) {
      // A part that is none: whatever a model sends must end as a failure.
      this.#endWith(this.#breakOff(error));
    }
  };

  #handOn({ done, value }: ReadResult): void | Promise<void> {
    if (this.#failure !== null) return this.#endWith(this.#failure);
    if (done || value === undefined) return this.#endWith(this.#fail(new StreamCut()));
    this.#note(value);
    switch (value.type) {
      case 'stream-start':
        if (this.#hasBegun) return this.#read(this.#hand, this.#endWith);
        this.#hasBegun = true;
        return this.#hand(value);
      case 'response-metadata':
        noteResponse(this.#attempt.progress, value);
        this.#hasBegun = true;
        return this.#hand(value);
      case 'tool-call':
        if (value.providerExecuted === true) return this.#hand(value);
        this.#toolCalls.push(value);
        return this.#read(this.#hand, this.#endWith);
      case 'error':
        return this.#endWith(this.#breakOff(value.error));
      case 'finish':
        return this.#finish(value);
      default:
        this.#hasBegun = true;
        return this.#hand(value);
    }
  }

  readonly #onError = (error: unknown): void => this.#endWith(this.#failure ?? this.#fail(error));

  /** Keeps the clocks and counts that `timeout` and cost accounting go by. */
  #note(part: ModelPart): void {
    const { progress } = this.#attempt;
    const nowMs = this.#world.monotonicMs();
    const tookMs = nowMs - progress.readingSinceMs;
    if (!progress.isToolAtWork) progress.readMs += tookMs;
    if (isContent(part)) {
      progress.outputCharacters += outputCharactersOf(part);
      progress.idleMs = 0;
      progress.isToolAtWork = isToolAtWork(part);
      if (progress.firstContentAtMs < 0) progress.firstContentAtMs = nowMs;
    } else {
      progress.idleMs += tookMs;
    }
    progress.readingSinceMs = -1;
    progress.handedUpAtMs = nowMs;
  }

  #finish(part: ModelPart & { type: 'finish' }): void | Promise<void> {
    // Whatever the types say, a model may leave it out.
    if ((part.finishReason ?? null) === null) return this.#endWith(this.#breakOff(new StreamCut()));
    if (part.finishReason.unified === 'error') return this.#endWith(this.#breakOff(finishedWithError(part)));
    this.#attempt.progress.finishReason = part.finishReason.unified;
    this.#end(answered(this.#world, this.#attempt, part));
    this.#drain();
    const [first = part, ...rest] = [...this.#toolCalls, part];
    this.#toolCalls = [];
    this.#ready.push(...rest);
    this.#hand(first);
  }

  /** Fails because of what the stream said, and lets go of the connection. */
  #breakOff(error: unknown): AttemptFailed {
    const failure = this.#fail(error);
    this.#reader.cancel(error).catch(() => {});
    return failure;
  }

  #fail(error: unknown): AttemptFailed {
    this.#failure = failed(this.#world, this.#attempt, error);
    this.#toolCalls = [];
    this.#end(this.#failure.outcome);
    return this.#failure;
  }

  #end(outcome: Outcome): void {
    this.#hasSettled = true;
    this.#settle(outcome);
  }

  /** Reads what follows the finish part, so that the connection can be used again; not for long. */
  #drain(): void {
    const giveUp = (): void => void this.#reader.cancel().catch(() => {});
    const stopTimer = this.#world.after(drainMs, giveUp);
    const readOn = (): Promise<void> =>
      this.#reader.read().then(({ done }) => (done ? stopTimer() : readOn()));
    readOn().catch(stopTimer);
  }
}

interface ReadResult {
  readonly done: boolean;
  readonly value?: ModelPart | undefined;
}

const ignore = (): void => {};

/** A delta without text says nothing and holds nothing up. */
const isEmptyDelta = (part: ModelPart) => 'delta' in part && part.delta.length === 0;

const isNamed = (part: ModelPart) => part.type === 'response-metadata';
