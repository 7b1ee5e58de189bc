import type { Message } from '../messages.js';
import { createEventReader } from './event-reader.js';

export type ConnectionState =
  | { readonly kind: 'connecting' | 'live' | 'refused' }
  | { readonly kind: 'lost'; readonly sinceMs: number }
  | { readonly kind: 'full'; readonly againAtMs: number };

export interface Listening {
  readonly onMessage: (message: Message) => void;
  readonly onState: (state: ConnectionState) => void;
}

/** The handler says something every 15 s. */
const silentMs = 40_000;
const longestWaitMs = 10_000;
const refusedWaitMs = 30_000;

/** Listens to `url` for ever, and comes back whenever it was sent away. */
export async function listen(url: string, { onMessage, onState }: Listening): Promise<never> {
  let failures = 0;
  let lostAtMs: number | null = null;
  onState({ kind: 'connecting' });

  function heard(message: Message): void {
    failures = 0;
    lostAtMs = null;
    onMessage(message);
    onState({ kind: 'live' });
  }

  function lost(): number {
    lostAtMs ??= Date.now();
    onState({ kind: 'lost', sinceMs: lostAtMs });
    return Math.min(longestWaitMs, 500 * 2 ** failures++) * (0.75 + Math.random() / 2);
  }

  for (;;) {
    let waitMs: number;
    try {
      const outcome = await listenOnce(url, heard);
      if (outcome.kind === 'refused') {
        onState({ kind: 'refused' });
        waitMs = refusedWaitMs;
      } else if (outcome.kind === 'full') {
        waitMs = outcome.waitMs;
        onState({ kind: 'full', againAtMs: Date.now() + waitMs });
      } else if (outcome.kind === 'ended' && failures === 0) {
        // Sent away in good order: authorized again, and the next second is shown as if nothing had been.
        failures = 1;
        waitMs = 100;
      } else waitMs = lost();
    } catch {
      waitMs = lost();
    }
    await new Promise(resolve => setTimeout(resolve, waitMs));
  }
}

type Outcome =
  | { readonly kind: 'refused' | 'ended' | 'failed' }
  | { readonly kind: 'full'; readonly waitMs: number };

async function listenOnce(url: string, heard: (message: Message) => void): Promise<Outcome> {
  const ending = new AbortController();
  let timer = setTimeout(() => ending.abort(), silentMs);
  try {
    const response = await fetch(url, { cache: 'no-store', signal: ending.signal });
    if (response.status === 401 || response.status === 403) return { kind: 'refused' };
    if (response.status === 503) return { kind: 'full', waitMs: waitOf(response) };
    const isEvents = response.headers.get('content-type')?.startsWith('text/event-stream');
    // A page to sign in at, most likely.
    if (response.ok && !isEvents) return { kind: 'refused' };
    if (!response.ok || response.body === null) return { kind: 'failed' };
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const read = createEventReader(data => heard(JSON.parse(data) as Message));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { kind: 'ended' };
      clearTimeout(timer);
      timer = setTimeout(() => ending.abort(), silentMs);
      read(value);
    }
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

function waitOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Math.min(60, Math.max(1, Number.isFinite(seconds) ? seconds : 10)) * 1_000;
}
