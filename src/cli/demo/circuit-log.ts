import type { RoutedEvent } from '../../index.js';

export interface CircuitLog {
  listen(event: RoutedEvent): void;
  /** What the circuits did, a line each. */
  lines(): string[];
}

/** Keeps what the circuits of the targets did, and when, counted from now. */
export function createCircuitLog(): CircuitLog {
  const startedAtMs = Date.now();
  const lines: string[] = [];
  return {
    listen(event) {
      const at = `${((event.at - startedAtMs) / 1_000).toFixed(2)} s`.padStart(8);
      if (event.type === 'circuit-open')
        lines.push(
          `${at}  ${event.target} opens (${event.reason}), asked again in ${Math.round(event.retryAfterMs)} ms`,
        );
      if (event.type === 'circuit-half-open') lines.push(`${at}  ${event.target} is probed with one call`);
      if (event.type === 'circuit-closed') lines.push(`${at}  ${event.target} closes`);
    },
    lines: () => lines,
  };
}
