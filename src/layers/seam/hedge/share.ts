/** Keeps hedges a stated share of the calls. */
export interface HedgeShare {
  /** A call was made. */
  deposit(): void;
  /** Pays for one hedge; false: the share is used up. */
  tryWithdraw(): boolean;
  /** The hedge that was paid for was not sent. */
  giveBack(): void;
}

/** Whole numbers, so that a thousand deposits of a twentieth are fifty hedges, not one less. */
const oneHedge = 1_000_000;
/** Slow answers come in groups: what quiet times leave over pays for a group of this many. */
const mostSavedUp = 10;

/** A token bucket that calls fill, not time. It starts empty: of any first n calls no more than the share are hedged. */
export function createHedgeShare(maxRatio: number): HedgeShare {
  const perCall = Math.floor(maxRatio * oneHedge);
  const most = mostSavedUp * oneHedge;
  let level = 0;
  const add = (amount: number): void => {
    level = Math.min(most, level + amount);
  };
  return {
    deposit: () => add(perCall),
    tryWithdraw() {
      if (level < oneHedge) return false;
      level -= oneHedge;
      return true;
    },
    giveBack: () => add(oneHedge),
  };
}
