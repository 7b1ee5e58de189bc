import type { Trail } from './call.js';

/** The log of a call that has not begun. */
export const emptyTrail = (): Trail => ({
  decision: null,
  isHousekeeping: false,
  reasons: [],
  winner: null,
  attempts: [],
  outcomes: [],
  queuedMs: 0,
  firstContentAtMs: null,
  text: null,
  warnings: [],
});
