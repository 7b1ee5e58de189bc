import type { RoutedReport } from '../../../src/core/report.js';
import type { RoutedOptions } from '../../../src/options.js';
import { createRouted } from '../../../src/routed.js';
import { fakeWorld } from '../../../src/testing/fake-world.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask, readAll, reportIn } from '../routed-harness.js';

/** How long each target usually takes at a time, in milliseconds: what an oracle knows. */
export type Weather = (atMs: number) => Readonly<Record<string, number>>;

/** One call. */
export interface Played {
  readonly atMs: number;
  /** Who was asked first. */
  readonly target: string;
  readonly latencyMs: number;
  readonly wasExplored: boolean;
}

/** Of all answers so many take ten times as long, whoever gives them. */
const outlierRatio = 0.01;

/** Calls one after another at a steady pace, to targets whose speed changes; every answer varies by a fifth around its usual. */
export async function playWeather(
  weather: Weather,
  {
    calls,
    everyMs,
    mode = 'stream',
    seed = 1,
    expected = {},
    options = { strategy: 'fastest' },
    settings = {},
  }: {
    readonly calls: number;
    readonly everyMs: number;
    readonly mode?: 'generate' | 'stream';
    readonly seed?: number;
    /** What the application expects, by target. */
    readonly expected?: Readonly<Record<string, number>>;
    readonly options?: RoutedOptions;
    readonly settings?: Readonly<Record<string, unknown>>;
  },
) {
  const world = fakeWorld({ seed });
  const noise = fakeWorld({ seed: seed + 1_000 }).random;
  const ids = Object.keys(weather(0));
  const script = (id: string) => (): Script => {
    const usualMs = weather(world.monotonicMs())[id] as number;
    const isOutlier = noise() < outlierRatio;
    return { text: 'hello', afterMs: usualMs * (0.8 + 0.4 * noise()) * (isOutlier ? 10 : 1) };
  };
  const routed = createRouted({
    ...options,
    world,
    targets: Object.fromEntries(
      ids.map(id => {
        const model = scriptedModel({ script: script(id), world, modelId: id, provider: `${id}.chat` });
        const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 1 };
        const expectedFirstContentMs = expected[id];
        return [
          id,
          { model, price, ...(expectedFirstContentMs === undefined ? {} : { expectedFirstContentMs }) },
        ];
      }),
    ),
    routes: { simple: ids, medium: ids, complex: ids },
  });
  const played: Played[] = [];
  const asked = ask('Hi', { providerOptions: { routed: settings as never } });

  async function answer(): Promise<RoutedReport> {
    if (mode === 'generate') return reportIn(await routed('auto').doGenerate(asked));
    const parts = await readAll((await routed('auto').doStream(asked)).stream);
    return reportIn(parts.find(part => part.type === 'finish') ?? {});
  }

  for (let call = 0; call < calls; call++) {
    const atMs = world.monotonicMs();
    void answer().then(({ attempts, latencyMs, reasons }) =>
      played.push({
        atMs,
        target: attempts[0]?.target as string,
        latencyMs,
        wasExplored: reasons.some(reason => reason.includes('to learn how fast')),
      }),
    );
    await world.advance(everyMs);
  }
  await world.advance(600_000);
  played.sort((one, other) => one.atMs - other.atMs);
  return { played, routed, world };
}

/** How much longer answers took than the fastest target's usually would, as a share of that. */
export function regretOf(played: readonly Played[], weather: Weather): number {
  const usual = 1 + 9 * outlierRatio;
  const best = played.reduce((sum, { atMs }) => sum + Math.min(...Object.values(weather(atMs))) * usual, 0);
  return played.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / best - 1;
}

export const shareOf = (played: readonly Played[], of: (one: Played) => boolean): number =>
  played.filter(of).length / played.length;
