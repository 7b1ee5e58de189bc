import type { SandboxFault } from './faults.js';
import type { Transmission } from './transmit.js';

type Shape = Pick<Transmission, 'pieces' | 'ending' | 'repeat'>;

const errorBody = JSON.stringify({
  error: {
    message: 'The server had an error while processing your request (simulated).',
    type: 'server_error',
    param: null,
    code: 'server_error',
  },
});

/** What becomes of a stream of events under a fault. `finishAt` is the place of the event with the finish reason. */
export function shapeStream({
  pieces,
  finishAt,
  emptyDelta,
  fault,
}: {
  pieces: Transmission['pieces'];
  finishAt: number;
  emptyDelta: string;
  fault: SandboxFault | null;
}): Shape {
  // A fault in the middle always bites: never after the finish reason.
  const until = (chunks: number) => pieces.slice(0, Math.min(chunks, finishAt));
  switch (fault?.kind) {
    case 'cut':
      return { pieces: until(fault.afterChunks), ending: 'destroy', repeat: null };
    case 'stall':
      return { pieces: until(fault.afterChunks), ending: 'stay-open', repeat: null };
    case 'no-finish':
      return { pieces: until(fault.afterChunks), ending: 'end', repeat: null };
    case 'error-event': {
      const sent = until(fault.afterChunks);
      const dueMs = (sent.at(-1) ?? pieces[0])?.dueMs ?? 0;
      return { pieces: [...sent, { dueMs, text: `data: ${errorBody}\n\n` }], ending: 'end', repeat: null };
    }
    case 'open-after-finish':
      return { pieces, ending: 'stay-open', repeat: null };
    case 'pings':
      return { pieces: [], ending: 'stay-open', repeat: ': ping\n\n' };
    case 'empty-deltas':
      return { pieces: pieces.slice(0, 1), ending: 'stay-open', repeat: emptyDelta };
    default:
      return { pieces, ending: 'end', repeat: null };
  }
}

/** What becomes of a body that is sent at once. Blank lines stand for pings, as some gateways send them. */
export function shapeBody({
  body,
  dueMs,
  fault,
}: {
  body: string;
  dueMs: number;
  fault: SandboxFault | null;
}): Shape {
  const one = (text: string, ending: Shape['ending']): Shape => ({
    pieces: text === '' ? [] : [{ dueMs, text }],
    ending,
    repeat: null,
  });
  switch (fault?.kind) {
    case 'cut':
      return one(fault.afterChunks === 0 ? '' : body.slice(0, body.length / 2), 'destroy');
    case 'stall':
      return one(fault.afterChunks === 0 ? '' : body.slice(0, body.length / 2), 'stay-open');
    case 'error-event':
      return one(errorBody, 'end');
    case 'open-after-finish':
      return one(body, 'stay-open');
    case 'pings':
      return { pieces: [], ending: 'stay-open', repeat: '\n' };
    default:
      return one(body, 'end');
  }
}
