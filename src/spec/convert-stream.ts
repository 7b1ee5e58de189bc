/**
 * Reads one stream as another: each part becomes none, one or several. Pulled part by part; a cancel goes through.
 * `ahead`: what was converted before and is handed on first.
 */
export function convertStream<From, To>(
  reader: ReadableStreamDefaultReader<From>,
  convert: (part: From) => readonly To[],
  ahead: readonly To[] = [],
): ReadableStream<To> {
  return new ReadableStream<To>(
    {
      start(controller) {
        for (const part of ahead) controller.enqueue(part);
      },
      async pull(controller) {
        // A pull that enqueues nothing is not followed by another.
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          const parts = convert(value);
          for (const part of parts) controller.enqueue(part);
          if (parts.length > 0) return;
        }
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
