import type { Draft, RateState } from './rate-state.js';

const secondMs = 1_000;
/** What is known of less than this is not taken for a rate. */
const leastKnownMs = 100;
const overrunRejected = 5;
const overrunRatio = 0.25;
/** How much of the most is remembered from one second to the next. */
const keptRatio = 0.95;

/** Turns the counters to the running second. */
export function turnSecond(state: Draft, nowMs: number): void {
  const seconds = Math.floor((nowMs - state.secondStartedAtMs) / secondMs);
  if (seconds < 1) return;
  const { adapted } = state;
  const accepted = Math.max(0, state.sentThisSecond - (adapted?.rejectedThisSecond ?? 0));
  const most = accepted >= state.mostPerSecond ? accepted : state.mostPerSecond * keptRatio;
  state.mostPerSecond = Math.floor(most * keptRatio ** (seconds - 1));
  state.secondStartedAtMs += seconds * secondMs;
  state.sentLastSecond = seconds === 1 ? state.sentThisSecond : 0;
  state.sentThisSecond = 0;
  if (adapted === null) return;
  adapted.rejectedLastSecond = seconds === 1 ? adapted.rejectedThisSecond : 0;
  adapted.rejectedThisSecond = 0;
}

/** What was sent and what was refused in the second up to now, the part of it that lies in the last one by its share. */
export function lastSecond(state: RateState, nowMs: number): { sent: number; rejected: number } {
  const rest = restOfLast(state, nowMs);
  const { adapted } = state;
  return {
    sent: state.sentThisSecond + state.sentLastSecond * rest,
    rejected: (adapted?.rejectedThisSecond ?? 0) + (adapted?.rejectedLastSecond ?? 0) * rest,
  };
}

/**
 * The rate that the target has accepted lately, per second; from less than a second where no more is known. Where a
 * large share was refused in the last one, what it accepted before counts no more.
 */
export function acceptedPerSecond(state: RateState, nowMs: number): number {
  const { sent, rejected } = lastSecond(state, nowMs);
  const accepted = Math.max(0, sent - rejected);
  const isFirst = state.sentLastSecond === 0 && state.mostPerSecond === 0;
  const knownMs = isFirst ? Math.max(leastKnownMs, nowMs - state.secondStartedAtMs) : secondMs;
  const isOverrun = rejected >= overrunRejected && rejected > sent * overrunRatio;
  return Math.max(isOverrun ? 0 : state.mostPerSecond, (accepted * secondMs) / Math.min(secondMs, knownMs));
}

/** How long until one more makes no more than `perSecond` in any second. */
export function waitForSecond(state: RateState, perSecond: number, nowMs: number): number {
  const passedMs = nowMs - state.secondStartedAtMs;
  const { sentThisSecond: sent, sentLastSecond: last } = state;
  if (sent + 1 + last * restOfLast(state, nowMs) <= perSecond) return 0;
  // Of the last second, so much must have passed out of sight; or, this one being full, of this one.
  const at = (count: number, room: number) => Math.ceil(secondMs * (1 - Math.max(0, room) / count));
  return Math.max(
    1,
    sent + 1 <= perSecond
      ? at(last, perSecond - sent - 1) - passedMs
      : secondMs - passedMs + at(sent, perSecond - 1),
  );
}

const restOfLast = ({ secondStartedAtMs }: RateState, nowMs: number): number =>
  Math.min(1, Math.max(0, 1 - (nowMs - secondStartedAtMs) / secondMs));
