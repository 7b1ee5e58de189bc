import type { Kit } from '../../kit.js';
import type { Line } from './line.js';

export interface LineFacts {
  readonly active: number;
  readonly waiting: number;
  readonly completed: number;
  readonly failed: number;
  readonly refused: number;
}

/** The lines of an instance, by target. */
export const linesOf = (kit: Pick<Kit, 'shared'>): Map<string, Line> =>
  kit.shared('lines', () => new Map<string, Line>());

/** All lines together, as they are at this moment. */
export function lineFacts(kit: Pick<Kit, 'shared'>): LineFacts {
  const facts = { active: 0, waiting: 0, completed: 0, failed: 0, refused: 0 };
  for (const { gate, waiting, counts } of linesOf(kit).values()) {
    facts.active += gate.active;
    facts.waiting += waiting;
    facts.completed += counts.completed;
    facts.failed += counts.failed;
    facts.refused += counts.refused;
  }
  return facts;
}
