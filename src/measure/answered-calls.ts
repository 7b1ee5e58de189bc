/** A call that was answered, and what was said of its answer so far. */
export interface AnsweredCall {
  readonly task: string;
  readonly target: string;
  /** When the answer had ended; monotonic. */
  readonly atMs: number;
  /** What is counted for it, in whole thousandths of an answer. */
  goodThousandths: number;
  badThousandths: number;
  /** Somebody has said how good it was: nothing else counts from then on. */
  isTold: boolean;
}

/** The calls that this process has answered lately, by id. */
export interface AnsweredCalls {
  /** Null: it was never here, or is forgotten. */
  of(callId: string, nowMs: number): AnsweredCall | null;
  keep(callId: string, call: AnsweredCall): void;
}

const mostCalls = 10_000;
const longestMs = 24 * 60 * 60_000;

/** Remembers 10,000 calls, for a day. */
export function createAnsweredCalls(): AnsweredCalls {
  const calls = new Map<string, AnsweredCall>();
  return {
    of(callId, nowMs) {
      const call = calls.get(callId);
      return call === undefined || nowMs - call.atMs > longestMs ? null : call;
    },
    keep(callId, call) {
      calls.set(callId, call);
      const [oldest] = calls.keys();
      if (calls.size > mostCalls && oldest !== undefined) calls.delete(oldest);
    },
  };
}
