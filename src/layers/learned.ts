import type { Call, CallSettings } from '../core/call.js';
import type { Outcome } from '../core/outcome.js';
import type { Target } from '../core/target.js';
import { createOutputLengths } from '../measure/output-lengths.js';
import type { Session } from '../measure/session-book.js';
import { createSessionBook, sessionKey } from '../measure/session-book.js';
import { cachedPrefixTokens } from '../price/cached-prefix.js';
import type { Kit } from './kit.js';

/** What calls have taught: how long answers are, and where sessions are. Kept in this process, and bounded. */
export interface Learned {
  /** Null: the call belongs to no session, or to one that is not known. */
  sessionOf(settings: CallSettings): Session | null;
  outputTokensAt(target: Target, task: string | null, guess: number): number;
  /** Takes in what an answer has cost its target. */
  answered(call: Call, outcome: Outcome): void;
}

const nothingCached = { cachedTokens: 0, hasMissed: false };

export function learned({ shared, world, quality }: Pick<Kit, 'shared' | 'world' | 'quality'>): Learned {
  const lengths = shared('output-lengths', createOutputLengths);
  const sessions = shared('sessions', createSessionBook);
  const keyOf = ({ tenant, session }: CallSettings) =>
    session === null ? null : sessionKey(tenant, session);

  return {
    sessionOf(settings) {
      const key = keyOf(settings);
      return key === null ? null : sessions.of(key, world.monotonicMs());
    },
    outputTokensAt: ({ stateKey }, task, guess) =>
      task === null ? guess : lengths.expected(task, stateKey, guess),
    answered(call, { cost, usage: told, uncutUsage }) {
      quality?.answered(call);
      const { trail, settings } = call;
      const { winner, decision, isHousekeeping } = trail;
      if (winner === null) return;
      const isEstimated = cost?.isEstimated ?? told === null;
      const usage = cost?.usage ?? told;
      const outputTokens = usage?.outputTokens ?? null;
      const task = decision?.task ?? null;
      if (task !== null && outputTokens !== null && !isEstimated)
        lengths.record(task, winner.stateKey, outputTokens);
      const key = keyOf(settings);
      // A title is asked for beside the conversation, of a prompt of its own.
      if (key === null || usage === null || isHousekeeping) return;
      const atMs = world.monotonicMs();
      const before = sessions.of(key, atMs);
      const known = before?.target === winner.id ? before : nothingCached;
      // Where several attempts wrote the answer, the winner's cache holds what the last of them read, not the sum.
      const own = uncutUsage === undefined ? usage : (trail.outcomes.at(-1)?.cost?.usage ?? usage);
      sessions.keep(key, { target: winner.id, atMs, ...cachedPrefixTokens(own, known) });
    },
  };
}
