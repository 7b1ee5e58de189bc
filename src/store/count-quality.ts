import type { Op } from './store.js';

/** How good a target's answers were at a task, in whole thousandths of an answer. */
export interface QualityState {
  readonly goodThousandths: number;
  readonly badThousandths: number;
  /** Up to when it has faded, by the store's clock. */
  readonly fadedAtMs: number;
}

/** What is added. Below 0: taken back, because something else is counted in its place. */
export interface QualityChange {
  readonly goodThousandths: number;
  readonly badThousandths: number;
}

/** Above this, what is new takes the place of what is old: 50 answers are enough to know, and few enough to change one's mind. */
const mostThousandths = 50_000;
const dayMs = 86_400_000;

/** Counts what was said of an answer. What is counted fades, and never adds up to more than 50 answers. */
export const countQuality: Op<QualityState, QualityChange, QualityState> = {
  name: 'count-quality',
  step(before, change, nowMs) {
    const faded = before === undefined ? nothingAt(nowMs) : fadeQuality(before, nowMs);
    // What is taken back may have faded since.
    const good = Math.max(0, faded.goodThousandths + change.goodThousandths);
    const bad = Math.max(0, faded.badThousandths + change.badThousandths);
    const state = { ...capped(good, bad), fadedAtMs: faded.fadedAtMs };
    return { state, output: state };
  },
};

export const nothingAt = (nowMs: number): QualityState => ({
  goodThousandths: 0,
  badThousandths: 0,
  fadedAtMs: nowMs,
});

/** A tenth is lost per whole day: half in a week, nearly all in a month. A clock that was set back begins anew. */
export function fadeQuality(state: QualityState, nowMs: number): QualityState {
  if (nowMs < state.fadedAtMs) return { ...state, fadedAtMs: nowMs };
  const days = Math.floor((nowMs - state.fadedAtMs) / dayMs);
  if (days === 0) return state;
  let { goodThousandths: good, badThousandths: bad } = state;
  for (let day = 0; day < days && good + bad > 0; day++) {
    good = Math.floor((good * 9) / 10);
    bad = Math.floor((bad * 9) / 10);
  }
  return { goodThousandths: good, badThousandths: bad, fadedAtMs: state.fadedAtMs + days * dayMs };
}

function capped(good: number, bad: number): QualityChange {
  const all = good + bad;
  if (all <= mostThousandths) return { goodThousandths: good, badThousandths: bad };
  const goodThousandths = Math.round((good * mostThousandths) / all);
  return { goodThousandths, badThousandths: mostThousandths - goodThousandths };
}
