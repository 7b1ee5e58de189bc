import { duration } from '../plots/figures.js';
import { clock } from '../plots/ticks.js';
import type { ConnectionState } from './connection.js';
import { el, setText } from './dom.js';

/** Says in words how the page is connected. Said aloud only when the kind changes, not each second. */
export function createStatus() {
  const text = el('span', { role: 'status' });
  const detail = el('span', { class: 'faint' });
  const element = el(
    'p',
    { class: 'status', 'data-state': 'connecting' },
    el('span', { class: 'lamp', 'aria-hidden': 'true' }),
    text,
    detail,
  );
  return {
    element,
    /** `endsAtMs`: where a ledger that is shown ends; null for a process. */
    show(connection: ConnectionState, isPaused: boolean, endsAtMs: number | null): void {
      const kind = isPaused && connection.kind === 'live' ? 'paused' : connection.kind;
      element.dataset.state = kind;
      setText(text, kind === 'live' && endsAtMs !== null ? 'A ledger' : words[kind]);
      setText(detail, endsAtMs === null ? detailOf(connection) : ` up to ${clock(endsAtMs)}`);
    },
  };
}

const words = {
  connecting: 'Connecting',
  live: 'Live',
  paused: 'Paused',
  lost: 'Connection lost, trying again',
  full: 'Too many dashboards are open, waiting for a place',
  refused: 'Not allowed: sign in again, then reload',
} as const;

function detailOf(connection: ConnectionState): string {
  const nowMs = Date.now();
  if (connection.kind === 'lost')
    return ` since ${clock(connection.sinceMs)} (${duration(Math.round((nowMs - connection.sinceMs) / 1_000) * 1_000)})`;
  if (connection.kind === 'full')
    return `, again in ${duration(Math.max(1, Math.round((connection.againAtMs - nowMs) / 1_000)) * 1_000)}`;
  return '';
}
