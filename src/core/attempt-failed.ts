import type { Failure, Outcome } from './outcome.js';

/** An attempt that was sent and came to nothing. Travels from `dispatch` to the seam; no caller ever sees it. */
export class AttemptFailed extends Error {
  readonly failure: Failure;
  readonly outcome: Outcome;

  constructor(failure: Failure, outcome: Outcome) {
    super(`attempt failed: ${failure.errorClass}`);
    this.name = 'AttemptFailed';
    this.failure = failure;
    this.outcome = outcome;
  }

  /** The same failure with a fuller outcome. */
  with(outcome: Outcome): AttemptFailed {
    return outcome === this.outcome ? this : new AttemptFailed(this.failure, outcome);
  }
}
