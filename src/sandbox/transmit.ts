import type { Exchange } from './exchange.js';

/** A body on its way: its pieces in order, each due so long after the request, and what follows the last. */
export interface Transmission {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly pieces: ReadonlyArray<{ readonly dueMs: number; readonly text: string }>;
  readonly ending: 'end' | 'destroy' | 'stay-open';
  /** Written for ever after the pieces, while the connection is open. */
  readonly repeat: string | null;
}

/** Pieces due within this long of each other are written together: a timer costs more than a token. */
const togetherMs = 6;
const repeatMs = 25;

/** Sends a body in its own time. Waits for a slow reader; stops by itself when the client goes away. */
export function transmit(
  exchange: Exchange,
  { status, headers, pieces, ending, repeat }: Transmission,
): void {
  const { response } = exchange;
  const startedAtMs = performance.now();
  let at = 0;

  const writeNext = (): void => {
    const untilMs = (pieces[at]?.dueMs ?? 0) + togetherMs;
    let text = '';
    for (let piece = pieces[at]; piece !== undefined; piece = pieces[++at]) {
      if (piece.dueMs > untilMs) break;
      text += piece.text;
    }
    if (!response.headersSent) exchange.begin(status, headers);
    if (at >= pieces.length) {
      finish(text);
      return;
    }
    const isTaken = response.write(text);
    const wait = () =>
      exchange.later((pieces[at]?.dueMs ?? 0) - (performance.now() - startedAtMs), writeNext);
    if (isTaken) wait();
    else response.once('drain', wait);
  };

  const finish = (text: string): void => {
    if (ending === 'end' && repeat === null) {
      response.end(text);
      return;
    }
    response.flushHeaders();
    // The callback comes when the bytes are with the kernel; broken off before that, they would be lost.
    if (text !== '')
      response.write(text, ending === 'destroy' ? () => exchange.request.socket.destroy() : undefined);
    else if (ending === 'destroy') exchange.later(1, () => exchange.request.socket.destroy());
    if (repeat !== null) keepWriting(repeat);
  };

  const keepWriting = (text: string): void => {
    if (!response.writableNeedDrain) response.write(text);
    exchange.later(repeatMs, () => keepWriting(text));
  };

  exchange.later(pieces[0]?.dueMs ?? 0, writeNext);
}
