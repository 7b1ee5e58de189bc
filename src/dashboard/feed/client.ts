/** A page that listens. What it has not read yet is at most one message: it is given no more until it has. */
export interface Client {
  readonly stream: ReadableStream<Uint8Array>;
  /** Whether the last message was taken. */
  isReady(): boolean;
  send(bytes: Uint8Array): void;
  /** Ends the stream, and lets go. */
  end(): void;
  readonly openedAtMs: number;
  /** When it was last ready; a client that is not is behind. */
  readyAtMs: number;
  sentAtMs: number;
  /** It missed a message, and needs them all. */
  isBehind: boolean;
}

/** `onGone` is called once: when the request was aborted, the stream cancelled, or `end` called. */
export function createClient(signal: AbortSignal, nowMs: number, onGone: (client: Client) => void): Client {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let isGone = false;

  function gone(): void {
    if (isGone) return;
    isGone = true;
    signal.removeEventListener('abort', end);
    onGone(client);
  }

  function end(): void {
    if (isGone) return;
    gone();
    controller.close();
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      cancel: gone,
    },
    { highWaterMark: 1 },
  );
  const client: Client = {
    stream,
    isReady: () => (controller.desiredSize ?? 0) > 0,
    send: bytes => controller.enqueue(bytes),
    end,
    openedAtMs: nowMs,
    readyAtMs: nowMs,
    sentAtMs: nowMs,
    isBehind: false,
  };
  signal.addEventListener('abort', end);
  return client;
}
