import { tiers } from '../../core/classification.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { Sums } from './figures-of.js';
import type { LedgerDimension, LedgerGroup } from './ledger-summary.js';
import type { Adder } from './sums.js';
import { createAdder } from './sums.js';

/** The calls of a ledger, parted by one thing. */
export interface Groups {
  add(figures: Sums, record: LedgerRecord): void;
  read(): readonly LedgerGroup[];
}

/** Groups beyond this many are one, so that a name per call fills no memory: a group takes up to 20 KB for its times. */
const mostGroups = 2_000;

export function createGroups(dimension: LedgerDimension): Groups {
  const keyOf = keysOf(dimension);
  const groups = new Map<string | null, Adder>();
  let rest: Adder | null = null;

  function adderOf(key: string | null): Adder {
    const known = groups.get(key);
    if (known !== undefined) return known;
    if (groups.size >= mostGroups) {
      rest ??= createAdder();
      return rest;
    }
    const added = createAdder();
    groups.set(key, added);
    return added;
  }

  return {
    add(figures, record) {
      adderOf(keyOf(record)).add(figures, record);
    },
    read() {
      const all = [...groups]
        .map(([key, adder]): LedgerGroup => ({ key, isRest: false, ...adder.read() }))
        .sort(orderOf(dimension));
      return rest === null ? all : [...all, { key: null, isRest: true, ...rest.read() }];
    },
  };
}

type KeyOf = (record: LedgerRecord) => string | null;

const tagPrefix = 'tag:';

function keysOf(dimension: LedgerDimension): KeyOf {
  if (!dimension.startsWith(tagPrefix)) return keys[dimension as keyof typeof keys];
  const tag = dimension.slice(tagPrefix.length);
  return ({ tags }) => (Object.hasOwn(tags, tag) ? (tags[tag] as string) : null);
}

const keys: Readonly<Record<Exclude<LedgerDimension, `tag:${string}`>, KeyOf>> = {
  tier: ({ tier }) => tier,
  target: ({ target }) => target,
  tenant: ({ tenant }) => (tenant === '' ? null : tenant),
  day: ({ at }) => new Date(at).toISOString().slice(0, 'yyyy-mm-dd'.length),
  model: ({ model }) => model,
  provider: ({ provider }) => provider,
  task: ({ task }) => task,
  requested: ({ requested }) => requested,
  mode: ({ mode }) => mode,
  outcome: ({ outcome }) => outcome,
  error: ({ errorName }) => errorName,
  session: ({ session }) => session,
  instance: ({ instance }) => instance,
};

type Order = (one: LedgerGroup, other: LedgerGroup) => number;

/** The dearest first; tiers and days in their own order. */
function orderOf(dimension: LedgerDimension): Order {
  const rank = ({ key }: LedgerGroup) => (key === null ? tiers.length : tiers.indexOf(key as never));
  if (dimension === 'tier') return (one, other) => rank(one) - rank(other);
  if (dimension === 'day') return byKey;
  return (one, other) => other.costNanoUsd - one.costNanoUsd || other.calls - one.calls || byKey(one, other);
}

/** By code units: the same on every machine. */
const byKey: Order = ({ key: one }, { key: other }) => ((one ?? '') < (other ?? '') ? -1 : 1);
