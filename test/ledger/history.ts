import type { RoutedEvent } from '../../src/core/events.js';
import type { Model, ModelOptions, ModelPart, ModelUsage } from '../../src/core/model.js';
import type { World } from '../../src/core/world.js';
import type { LedgerRecord } from '../../src/index.js';
import { createRouted } from '../../src/index.js';
import type { AccountState } from '../../src/store/budget/account.js';
import { memoryStore } from '../../src/store/memory.js';
import type { Op, Store } from '../../src/store/store.js';
import { ask, httpError } from '../layers/routed-harness.js';
import { chance, simulatedWorld } from '../simulation/simulated-world.js';

export interface HistoryOptions {
  readonly seed: number;
  readonly calls: number;
  readonly judge: 'priced' | 'unpriced' | 'none';
  /** What models tell of their tokens: right figures, or whatever comes. */
  readonly usage?: (random: () => number, mostOutputTokens: number) => unknown;
}

/** All that was written down of a history, in every book. */
export interface History {
  readonly routed: ReturnType<typeof createRouted>;
  readonly sunk: readonly LedgerRecord[];
  readonly events: readonly RoutedEvent[];
  /** What the accounts hold that the store kept, by tenant. */
  readonly chargedNanoUsd: ReadonlyMap<string, number>;
  readonly reservedNanoUsd: number;
  readonly mostInFlight: number;
}

const tenants = ['acme', 'beta', 'free', ''] as const;
/** `acme` runs out of money; the two others have no budget. */
const budgets = { acme: { perMonthUsd: 0.1 }, beta: { perMonthUsd: 50 } };
const words =
  'Far out in the unlit waters a bell was heard, and then no more of it at all.'.match(/\S+\s*/g) ?? [];

/** No fewer characters than are told as tokens: a target that bills more than can be is charged to no budget in full. */
const question = words.join('').repeat(5);

const figures = (input: unknown, output: unknown, more: object = {}) => ({
  inputTokens: { total: input, noCache: undefined, cacheRead: undefined, cacheWrite: undefined, ...more },
  outputTokens: { total: output, text: undefined, reasoning: undefined },
});

/** Mostly right; now and then none, half of it, or what cannot be. Some say what they cost. */
export function someUsage(random: () => number, mostOutputTokens: number): unknown {
  const roll = random();
  if (roll < 0.04) return undefined;
  if (roll < 0.08) return figures(-5, Number.NaN);
  if (roll < 0.12) return figures('many', 9);
  if (roll < 0.16) return figures(40, 1e15);
  const input = 10 + Math.floor(random() * 300);
  const told = figures(input, 1 + Math.floor(random() * mostOutputTokens), {
    cacheRead: Math.floor(random() * input),
  });
  if (roll < 0.3) return { ...told, raw: { cost: random() / 1_000 } };
  return roll < 0.33 ? { ...told, raw: { cost: -1 } } : told;
}

/** Plays a random history, the same for the same seed, in which all that can happen to a call does. */
export async function play({ seed, calls, judge, usage = someUsage }: HistoryOptions): Promise<History> {
  const simulated = simulatedWorld(seed);
  const world = inWholeMs(simulated);
  const random = chance(seed + 1);
  const pick = <Thing>(things: readonly Thing[]) => things[Math.floor(random() * things.length)] as Thing;
  const sleep = (ms: number) => new Promise<void>(resolve => void world.after(ms, resolve));

  function unlessAborted<Value>(signal: AbortSignal | undefined, value: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort, { once: true });
      value.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort));
    });
  }

  async function begin({ abortSignal }: ModelOptions): Promise<void> {
    await unlessAborted(
      abortSignal,
      random() < 0.01 ? new Promise<void>(() => {}) : sleep(20 + random() * 300),
    );
    const roll = random();
    if (roll < 0.05) throw httpError(500);
    if (roll < 0.0502) throw httpError(429, { headers: { 'retry-after': '1' } });
    if (roll < 0.06) throw httpError(400);
  }
  const finishReason = () => {
    const unified = random() < 0.02 ? 'error' : random() < 0.05 ? 'length' : 'stop';
    return { unified, raw: unified } as const;
  };
  const text = () => words.slice(0, 1 + Math.floor(random() * words.length));

  const modelNamed = (
    modelId: string,
    says: () => readonly string[] = text,
    mostOutputTokens = 60,
  ): Model => ({
    specificationVersion: 'v4',
    provider: `${modelId}.chat`,
    modelId,
    supportedUrls: {},
    async doGenerate(options) {
      await begin(options);
      return {
        content: [{ type: 'text', text: says().join('') }],
        finishReason: finishReason(),
        usage: usage(random, mostOutputTokens) as ModelUsage,
        warnings: [],
      };
    },
    async doStream(options) {
      await begin(options);
      const said = says();
      const isCut = random() < 0.15;
      const parts: ModelPart[] = [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: '0' },
        ...said.map((delta): ModelPart => ({ type: 'text-delta', id: '0', delta })),
        ...(isCut
          ? random() < 0.5
            ? [{ type: 'error', error: new Error('overloaded') } as ModelPart]
            : []
          : [
              { type: 'text-end', id: '0' } as ModelPart,
              {
                type: 'finish',
                finishReason: finishReason(),
                usage: usage(random, mostOutputTokens) as ModelUsage,
              } as ModelPart,
            ]),
      ];
      let at = 0;
      const stream = new ReadableStream<ModelPart>(
        {
          async pull(controller) {
            if (at % 5 === 4) await unlessAborted(options.abortSignal, sleep(random() * 20));
            const part = parts[at++];
            if (part === undefined) controller.close();
            else controller.enqueue(part);
          },
        },
        { highWaterMark: 0 },
      );
      return { stream };
    },
  });

  const { store, accounts } = watchedStore(world);
  const sunk: LedgerRecord[] = [];
  const events: RoutedEvent[] = [];
  const verdicts = () => [pick(['simple', 'medium', 'complex', 'who knows'])];
  const judgeModel = modelNamed('judge', verdicts, 16) as never;
  const price = (inputUsdPerMTok: number, outputUsdPerMTok: number) => ({
    inputUsdPerMTok,
    outputUsdPerMTok,
  });
  const routed = createRouted({
    world,
    store,
    targets: {
      cheap: { model: modelNamed('cheap'), price: price(0.27, 1.1), limits: { maxConcurrent: 400 } },
      mid: {
        model: modelNamed('mid'),
        price: {
          ...price(1.000_001, 3.33),
          cacheReadUsdPerMTok: 0.1,
          tiers: [{ ...price(2, 7), aboveInputTokens: 200 }],
        },
      },
      dear: { model: modelNamed('dear'), price: price(3, 15), maxOutputTokens: 2_000 },
      free: { model: modelNamed('free'), price: price(0, 0) },
      unpriced: { model: modelNamed('unpriced') },
    },
    routes: {
      simple: ['cheap', 'free', 'mid'],
      medium: ['mid', 'unpriced', 'dear'],
      complex: ['dear', 'mid', 'unpriced'],
    },
    baseline: 'dear',
    classifier: {
      use: {
        name: 'dice',
        classify: () => ({
          tier: pick(['simple', 'medium', 'complex']),
          score: random(),
          confidence: random() < 0.3 ? 0.1 : 1,
          task: 'chat',
          reasons: [],
        }),
      },
      ...(judge === 'none'
        ? {}
        : { judge: judge === 'priced' ? { model: judgeModel, price: price(0.1, 0.4) } : judgeModel }),
    },
    hedge: { maxRatio: 0.2, delayMs: 30 },
    cascade: { stream: 'buffer', routes: ['simple'] },
    continuation: {},
    breaker: { failureRatio: 0.9, openMs: 300 },
    timeout: { responseMs: 2_000, firstContentMs: 2_000, idleMs: 2_000 },
    budget: { tenants: budgets },
    ledger: { sink: record => void sunk.push(record), keep: 20_000 },
    onEvent: event => events.push(event),
  });

  let inFlight = 0;
  let mostInFlight = 0;
  async function call(number: number): Promise<void> {
    await sleep(random() * 100);
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    const controller = new AbortController();
    const leaves = random();
    if (leaves < 0.06) void sleep(random() * 400).then(() => controller.abort(new Error('left')));
    const tenant = pick(tenants);
    const settings = {
      ...(tenant !== '' && { tenant }),
      ...{ priority: pick([0, 1, 2, 3]), tags: { number: String(number) } },
      ...(random() < 0.1 && { tier: pick(['simple', 'medium', 'complex']) }),
      ...(random() < 0.05 && { deadlineMs: 1 + Math.floor(random() * 500) }),
      ...(random() < 0.1 && { maxCostUsd: random() / 500 }),
      ...(random() < 0.1 && { session: `session ${Math.floor(random() * 50)}` }),
    };
    const options = ask(`Question ${number}: ${question}`, {
      abortSignal: controller.signal,
      ...(random() < 0.7 && { maxOutputTokens: 100 }),
      ...(random() < 0.1 && { responseFormat: { type: 'json' } }),
      providerOptions: { routed: settings as never },
    });
    const model = routed(pick(['auto', 'auto', 'auto', 'simple', 'cheap', 'unpriced']));
    try {
      if (random() < 0.4) {
        await model.doGenerate(options);
        return;
      }
      const reader = (await model.doStream(options)).stream.getReader();
      if (leaves > 0.92) void sleep(random() * 150).then(() => reader.cancel().catch(() => {}));
      while (!(await reader.read()).done);
    } finally {
      inFlight--;
    }
  }
  const ended = Promise.allSettled(Array.from({ length: calls }, (_, number) => call(number)));
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  // So many at once do not come to rest in one turn, and set timers after the last one of it.
  for (let untilMs = 600_000; !isOver; untilMs += 600_000) await simulated.runUntil(untilMs);
  return {
    routed,
    sunk,
    events,
    chargedNanoUsd: new Map(
      [...accounts].map(([key, { windows }]) => [
        key.replace(/.*tenant:/, ''),
        windows[3]?.settledNanoUsd ?? 0,
      ]),
    ),
    reservedNanoUsd: [...accounts.values()].reduce(
      (sum, { windows }) => sum + (windows[3]?.reservedNanoUsd ?? 0),
      0,
    ),
    mostInFlight,
  };
}

/** Runs what falls due in one millisecond in one turn: a hundred thousand turns would take minutes. */
function inWholeMs(world: World): World {
  const due = new Map<number, Set<() => void>>();
  return {
    ...world,
    after(delayMs, task) {
      const nowMs = world.monotonicMs();
      const atMs = Math.ceil(nowMs + delayMs);
      const tasks = due.get(atMs) ?? new Set();
      if (!due.has(atMs)) {
        due.set(atMs, tasks);
        world.after(atMs - nowMs, () => {
          due.delete(atMs);
          for (const run of tasks) run();
        });
      }
      const own = () => task();
      tasks.add(own);
      return () => void tasks.delete(own);
    },
  };
}

/** A store whose accounts can be looked at. */
function watchedStore(world: World) {
  const accounts = new Map<string, AccountState>();
  const inner = memoryStore(world);
  const store: Store = {
    run<State, Input, Output>(op: Op<State, Input, Output>, key: string, input: Input) {
      const watched: Op<State, Input, Output> = {
        name: op.name,
        step(before, given, nowMs) {
          const after = op.step(before, given, nowMs);
          if (op.name.endsWith('-money') && after.state !== undefined)
            accounts.set(key, after.state as unknown as AccountState);
          return after;
        },
      };
      return inner.run(watched, key, input);
    },
  };
  return { store, accounts };
}
