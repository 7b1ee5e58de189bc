import type { DashboardSource } from '../source.js';
import type { Client } from './client.js';
import { createClient } from './client.js';
import { createNews } from './news.js';

/** Tells all pages that are open what is new, once a second. Holds nothing while none is. */
export interface Feed {
  isFull(): boolean;
  /** Events until `signal` aborts or the stream is cancelled: all there is at once, then what is new. */
  open(signal: AbortSignal): ReadableStream<Uint8Array>;
}

const tickMs = 1_000;
const heartbeatMs = 15_000;
/** Who takes nothing for so long is not there. */
const stalledMs = 60_000;
/** A page then comes again, and is authorized again. */
const longestMs = 600_000;
const retryMs = 2_000;

export function createFeed(source: DashboardSource, maxClients: number): Feed {
  const news = createNews(source);
  const encoder = new TextEncoder();
  const clients = new Set<Client>();
  let timer: ReturnType<typeof setInterval> | null = null;

  const event = (data: string): Uint8Array => encoder.encode(`data: ${data}\n\n`);
  const heartbeat = encoder.encode(': still here\n\n');

  function forget(client: Client): void {
    clients.delete(client);
    if (clients.size > 0) return;
    if (timer !== null) clearInterval(timer);
    timer = null;
    news.stop();
  }

  function tick(): void {
    const nowMs = Date.now();
    let update: Uint8Array | null = null;
    let everything: Uint8Array | null = null;
    try {
      const data = news.tick();
      update = data === null ? null : event(data);
      // Made once for all who need it, and only where somebody does.
      if ([...clients].some(client => client.isBehind && client.isReady()))
        everything = event(news.snapshot());
    } catch {
      // A source that cannot tell now is asked again in a second; what it could not tell, nobody was told.
      for (const client of clients) client.isBehind = true;
    }
    for (const client of [...clients]) {
      if (nowMs - client.openedAtMs > longestMs) client.end();
      else if (!client.isReady()) {
        if (update !== null) client.isBehind = true;
        if (nowMs - client.readyAtMs > stalledMs) client.end();
      } else tell(client, client.isBehind ? everything : update, nowMs);
    }
  }

  function tell(client: Client, bytes: Uint8Array | null, nowMs: number): void {
    client.readyAtMs = nowMs;
    if (bytes === null && nowMs - client.sentAtMs < heartbeatMs) return;
    if (bytes !== null) client.isBehind = false;
    client.sentAtMs = nowMs;
    client.send(bytes ?? heartbeat);
  }

  return {
    isFull: () => clients.size >= maxClients,
    open(signal) {
      const client = createClient(signal, Date.now(), forget);
      if (signal.aborted) {
        client.end();
        return client.stream;
      }
      clients.add(client);
      try {
        if (timer === null) {
          news.start();
          timer = setInterval(tick, tickMs);
        }
        client.send(encoder.encode(`retry: ${retryMs}\ndata: ${news.snapshot()}\n\n`));
      } catch (error) {
        client.end();
        throw error;
      }
      return client.stream;
    },
  };
}
