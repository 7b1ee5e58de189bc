/** A circuit became another than it was. */
export interface CircuitChange {
  /** In ms since 1970. */
  readonly at: number;
  readonly target: string;
  readonly to: 'open' | 'half-open' | 'closed';
}

/** The last changes of all circuits, the oldest first. */
export interface CircuitHistory {
  note(change: CircuitChange): void;
  read(): CircuitChange[];
}

const mostChanges = 1_000;

export function createCircuitHistory(): CircuitHistory {
  const changes: CircuitChange[] = [];
  return {
    note(change) {
      changes.push(change);
      if (changes.length > mostChanges) changes.shift();
    },
    read: () => [...changes],
  };
}
