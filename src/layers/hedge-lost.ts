/** Why an attempt was cancelled that a hedge, or the attempt it was to help, has outrun. Named as fetch names an abort. */
export class HedgeLost extends Error {
  constructor() {
    super('Another attempt of the call answered first.');
    this.name = 'AbortError';
  }
}

/** Whether that was the reason. A reason may be anything that a caller gave, a trap too. */
export function isHedgeLost(reason: unknown): boolean {
  try {
    return reason instanceof HedgeLost;
  } catch {
    return false;
  }
}
