import type { Exchange } from './exchange.js';
import type { SandboxFault } from './faults.js';
import { shapeBody } from './shape-answer.js';
import { transmit } from './transmit.js';

/** Sends a JSON answer when it is due, spoilt by the fault if there is one. */
export function sendBody({
  exchange,
  body,
  dueMs,
  fault,
}: {
  exchange: Exchange;
  body: unknown;
  dueMs: number;
  fault: SandboxFault | null;
}): void {
  const text = JSON.stringify(body);
  const shape = shapeBody({ body: text, dueMs, fault });
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const isPromised = fault?.kind === 'cut' || fault?.kind === 'stall';
  // A cut shows by bytes that were promised and never came; an answer that stays open promises nothing.
  const promised = isPromised ? text : shape.ending === 'end' ? (shape.pieces[0]?.text ?? '') : null;
  if (promised !== null) headers['content-length'] = String(Buffer.byteLength(promised));
  transmit(exchange, { status: 200, headers, ...shape });
}
