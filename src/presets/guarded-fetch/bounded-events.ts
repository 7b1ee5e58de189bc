import type { World } from '../../core/world.js';

const eventCapBytes = 1_048_576;
const streamCapBytes = 33_554_432;
/** After the finish reason only the usage may follow. */
const afterFinishMs = 2_000;
/** Longer than either mark below, so that one on the edge of two chunks is seen. */
const overlap = 40;

/** The end of an OpenAI-compatible stream. At the start of a line: inside an answer a line break is escaped. */
const done = /[\r\n]data: ?\[DONE\]/;
/** A finish reason that is neither null nor, as some servers write it until the end, empty. Inside an answer its quotes would be escaped. */
const finishReason = /"finish_reason"\s*:\s*"[^"]/;

/**
 * Hands a stream of server-sent events through, chunk by chunk as it is asked for, and ends it after its final event:
 * at `[DONE]`, or 2 s after a finish reason. An upstream that ends by itself keeps its connection.
 */
export function boundedEvents(body: ReadableStream<Uint8Array>, world: World): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const size = createEventSize();
  let tail = '\n';
  let stopTimer: (() => void) | undefined;
  let isOver = false;

  const letGo = (): void => void reader.cancel().catch(() => {});

  function finish(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (isOver) return;
    isOver = true;
    stopTimer?.();
    controller.close();
  }

  /** A connection that breaks once the finish reason has come takes nothing of the answer with it. */
  function cutOff(error: unknown): { done: true; value: undefined } {
    if (stopTimer === undefined) throw error;
    return { done: true, value: undefined };
  }

  /** Reads to the natural end, so that the connection can be used again; not for long. */
  function drain(): void {
    const stop = world.after(afterFinishMs, letGo);
    const readOn = (): Promise<void> => reader.read().then(({ done: isEnd }) => (isEnd ? stop() : readOn()));
    readOn().catch(stop);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done: isEnd, value } = await reader.read().catch(cutOff);
        if (isOver) return;
        if (isEnd) return finish(controller);
        if (size.isTooLarge(value)) {
          stopTimer?.();
          letGo();
          throw new RangeError(
            `The stream holds an event larger than ${eventCapBytes} bytes, or is larger than ${streamCapBytes}.`,
          );
        }
        controller.enqueue(value);
        const text = tail + decoder.decode(value);
        tail = text.slice(-overlap);
        if (done.test(text)) {
          finish(controller);
          drain();
        } else if (stopTimer === undefined && finishReason.test(text)) {
          stopTimer = world.after(afterFinishMs, () => {
            finish(controller);
            letGo();
          });
        }
      },
      cancel(reason) {
        isOver = true;
        stopTimer?.();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Measures events: an event ends at an empty line. */
function createEventSize(): { isTooLarge(bytes: Uint8Array): boolean } {
  let total = 0;
  let event = 0;
  let isLineEmpty = true;
  return {
    isTooLarge(bytes) {
      total += bytes.length;
      for (const byte of bytes) {
        event++;
        const isBreak = byte === lineFeed || byte === carriageReturn;
        if (isBreak && isLineEmpty) event = 0;
        isLineEmpty = isBreak;
        if (event > eventCapBytes) return true;
      }
      return total > streamCapBytes;
    },
  };
}
