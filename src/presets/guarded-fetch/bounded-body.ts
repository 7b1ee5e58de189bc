import { createDepthGuard } from './depth-guard.js';

/** Hands a body through up to a largest size and a deepest nesting of JSON; past either it fails, and the rest is let go. */
export function boundedBody(body: ReadableStream<Uint8Array>, capBytes: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const guard = createDepthGuard();
  let bytes = 0;

  function refuse(problem: string): never {
    reader.cancel().catch(() => {});
    throw new RangeError(`The response ${problem}.`);
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.length;
        if (bytes > capBytes) refuse(`is larger than ${capBytes} bytes`);
        if (guard.isTooDeep(value)) refuse('is nested too deep');
        controller.enqueue(value);
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
