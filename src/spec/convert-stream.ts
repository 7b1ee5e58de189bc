/**
 * Reads one stream as another: each part becomes none, one or several. Pulled part by part; a cancel goes through.
 * `first`: parts that were read ahead.
 */
export function convertStream<From, To>(
  reader: ReadableStreamDefaultReader<From>,
  convert: (part: From) => readonly To[],
  first: readonly From[] = [],
): ReadableStream<To> {
  const ahead = [...first];
  return new ReadableStream<To>(
    {
      async pull(controller) {
        // A pull that enqueues nothing is not followed by another.
        for (;;) {
          const early = ahead.shift();
          const { done, value } = early === undefined ? await reader.read() : { done: false, value: early };
          if (done || value === undefined) return controller.close();
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
