import type {
  GenaiEntry,
  GenaiModel,
  GenaiPrice,
  GenaiPrices,
  ListPrice,
  ListRates,
  ListVariant,
} from './sources.js';

const fields = {
  input: 'input_mtok',
  output: 'output_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  reasoning: 'output_reasoning_mtok',
} as const;

/**
 * A model's price on a day, with what will change after it. Its entries overrule those before them; those that have begun
 * by then become the base. A tier is for the whole call, once the input is above its start: that is how genai-prices
 * counts, and how the vendors bill. Null: it is not priced by tokens of input and output.
 */
export function genaiPrice({ prices }: Pick<GenaiModel, 'prices'>, asOf: string): ListPrice | null {
  const entries: readonly GenaiEntry[] = Array.isArray(prices) ? prices : [{ prices: prices as GenaiPrices }];
  let base: ListRates | null = null;
  let variants: ListVariant[] = [];
  for (const { constraint, prices: listed } of entries) {
    const rates = ratesWithin(listed, 0);
    if (rates === null) continue;
    const conditions = conditionsOf(constraint, asOf);
    const tiers = tierStarts(listed).map(start => ({
      ...conditions,
      ...(ratesWithin(listed, start + 1) as ListRates),
      aboveInputTokens: start,
    }));
    if (conditions === null) {
      base = rates;
      variants = tiers;
    } else variants.push({ ...conditions, ...rates }, ...tiers);
  }
  return base === null ? null : { ...base, variants: joinHours(variants) };
}

type Conditions = Pick<ListVariant, 'from' | 'minutes'>;

/** Null: it applies at all times, from before that day. */
function conditionsOf(constraint: GenaiEntry['constraint'], asOf: string): Conditions | null {
  if (constraint === undefined) return null;
  const { type, start_date: from, start_time: begin, end_time: end } = constraint;
  if (type === 'start_date' && from !== undefined) return from <= asOf ? null : { from };
  if (type === 'time_of_date' && begin !== undefined && end !== undefined)
    return { minutes: [[minuteOfDay(begin), minuteOfDay(end)]] };
  throw new Error(`genai-prices has a constraint that is not known here: ${type}`);
}

function minuteOfDay(time: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2}):00Z$/.exec(time) ?? [];
  if (hours === undefined) throw new Error(`genai-prices has a time that is no whole minute in UTC: ${time}`);
  return Number(hours) * 60 + Number(minutes);
}

/** Two hours of the day at one price are one variant. */
function joinHours(variants: readonly ListVariant[]): ListVariant[] {
  const joined: ListVariant[] = [];
  for (const variant of variants) {
    const last = joined.at(-1);
    const isSame = JSON.stringify({ ...last, minutes: 0 }) === JSON.stringify({ ...variant, minutes: 0 });
    if (last?.minutes !== undefined && variant.minutes !== undefined && isSame)
      joined[joined.length - 1] = { ...last, minutes: [...last.minutes, ...variant.minutes] };
    else joined.push(variant);
  }
  return joined;
}

function tierStarts(prices: GenaiPrices): number[] {
  const starts = Object.values(fields).flatMap(field => tiersOf(prices[field]).map(({ start }) => start));
  return [...new Set(starts)].sort((one, other) => one - other);
}

const tiersOf = (price: GenaiPrice | undefined) => (typeof price === 'object' ? price.tiers : []);

function ratesWithin(prices: GenaiPrices, inputTokens: number): ListRates | null {
  const rate = (name: keyof typeof fields): number | undefined => {
    const price = prices[fields[name]];
    if (typeof price !== 'object') return price;
    return price.tiers.filter(({ start }) => inputTokens > start).at(-1)?.price ?? price.base;
  };
  const input = rate('input');
  const output = rate('output');
  if (input === undefined || output === undefined) return null;
  const optional = (['cacheRead', 'cacheWrite', 'reasoning'] as const).flatMap(name => {
    const value = rate(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { input, output, ...Object.fromEntries(optional) };
}
