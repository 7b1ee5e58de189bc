import type { LedgerRecord } from '../ledger-record.js';
import { wasSent } from './figures-of.js';
import type { AttemptGroup } from './ledger-summary.js';

/** Attempts by the target that they were sent to. */
export interface AttemptGroups {
  add(record: LedgerRecord): void;
  read(): readonly AttemptGroup[];
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

const mostTargets = 1_000;

export function createAttemptGroups(): AttemptGroups {
  const groups = new Map<string | null, Writable<AttemptGroup>>();

  function groupOf(target: string | null): Writable<AttemptGroup> {
    const key = groups.has(target) || groups.size < mostTargets ? target : null;
    const known = groups.get(key);
    if (known !== undefined) return known;
    const added = { target: key, attempts: 0, failed: 0, refusals: 0, costNanoUsd: 0 };
    groups.set(key, added);
    return added;
  }

  return {
    add({ attempts, costNanoUsd }) {
      let rest = costNanoUsd ?? 0;
      for (const attempt of attempts) {
        const group = groupOf(attempt.target);
        if (!wasSent(attempt)) group.refusals++;
        else group.attempts++;
        if (attempt.outcome === 'failed') group.failed++;
        // A call without a price is in no sum, nor are its parts.
        const nanoUsd = costNanoUsd === null ? 0 : (attempt.costNanoUsd ?? 0);
        group.costNanoUsd += nanoUsd;
        rest -= nanoUsd;
      }
      if (rest !== 0) groupOf(null).costNanoUsd += rest;
    },
    read: () =>
      [...groups.values()].sort(
        (one, other) =>
          Number(one.target === null) - Number(other.target === null) ||
          other.costNanoUsd - one.costNanoUsd ||
          other.attempts - one.attempts ||
          ((one.target ?? '') < (other.target ?? '') ? -1 : 1),
      ),
  };
}
