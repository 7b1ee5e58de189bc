/**
 * Reads one stream as another: each part becomes none, one or several. Pulled part by part; a cancel goes through, and a
 * part that cannot be converted ends both. `ahead`: what was converted before and is handed on first.
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
          const parts = converted(reader, convert, value);
          for (const part of parts) controller.enqueue(part);
          if (parts.length > 0) return;
        }
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** A part converted, one that is none left out; where it cannot be, the stream it came from is let go. */
export function converted<From, To>(
  reader: ReadableStreamDefaultReader<From>,
  convert: (part: From) => readonly To[],
  part: From,
): readonly To[] {
  if (typeof part !== 'object' || part === null) return [];
  try {
    return convert(part);
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}
