import fc from 'fast-check';
import type { LanguageModelV1 } from 'provider-v1';
import { describe, expect, test } from 'vitest';
import type { ModelPart } from '../../src/core/model.js';
import { v1CallsV4 } from '../../src/spec/as-v1.js';
import { v2CallsV4 } from '../../src/spec/as-v2.js';
import { convertStream } from '../../src/spec/convert-stream.js';
import type { Cross, V1, V2, V3, V4, Version } from '../../src/spec/crossing.js';
import { over } from '../../src/spec/crossing.js';
import { v2CallsV1 } from '../../src/spec/v1-v2/cross.js';
import { createToolCallMemory } from '../../src/spec/v1-v2/tool-call-memory.js';
import { v3CallsV2 } from '../../src/spec/v2-v3/cross.js';
import { v3CallsV4, v4CallsV3 } from '../../src/spec/v3-v4/cross.js';

/** What a model says, whatever the size of its deltas. */
interface Said {
  readonly type: 'text' | 'reasoning' | 'tool-call';
  /** The text, or the tool's input. */
  readonly text: string;
  /** Where it is cut into deltas. */
  readonly cuts: readonly number[];
}

const said: fc.Arbitrary<Said[]> = fc.array(
  fc.record({
    type: fc.constantFrom('text', 'reasoning', 'tool-call'),
    text: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    cuts: fc.array(fc.nat({ max: 40 }), { maxLength: 6 }),
  }),
  { maxLength: 5 },
);

const signature = (index: number) => ({ anthropic: { signature: `signed-${index}` } });
const usage = {
  inputTokens: { total: 100, noCache: 60, cacheRead: 40, cacheWrite: undefined },
  outputTokens: { total: 20, text: 15, reasoning: 5 },
};
const finish: ModelPart = { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage };

/** The stream of V4 that says it: in one delta each, or cut. */
function streamOf(all: readonly Said[], isCut: boolean): ModelPart[] {
  const framed = all.flatMap(({ type, text, cuts }, index): ModelPart[] => {
    const id = `id-${index}`;
    const deltas = isCut ? pieces(text, cuts) : [text];
    if (type === 'tool-call')
      return [
        { type: 'tool-input-start', id, toolName: 'tool' },
        ...deltas.map(delta => ({ type: 'tool-input-delta' as const, id, delta })),
        { type: 'tool-input-end', id },
        { type: 'tool-call', toolCallId: id, toolName: 'tool', input: text },
      ];
    const end = type === 'reasoning' ? { providerMetadata: signature(index) } : {};
    return [
      { type: `${type}-start`, id },
      ...deltas.map((delta): ModelPart => ({ type: `${type}-delta`, id, delta })),
      { type: `${type}-end`, id, ...end },
    ];
  });
  return [{ type: 'stream-start', warnings: [] }, ...framed, finish];
}

function pieces(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set([0, ...cuts.filter(cut => cut < text.length), text.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

/** The parts of a stream, those of one delta after another joined. */
function joined(parts: readonly { readonly type: string }[]): unknown[] {
  const out: Record<string, unknown>[] = [];
  for (const part of parts as readonly Record<string, unknown>[]) {
    const last = out.at(-1);
    const key = ['delta', 'textDelta', 'argsTextDelta'].find(name => typeof part[name] === 'string');
    const { [key ?? '']: delta, ...name } = part;
    const { [key ?? '']: before, ...lastName } = last ?? {};
    if (key !== undefined && last !== undefined && JSON.stringify(name) === JSON.stringify(lastName))
      last[key] = `${before}${delta}`;
    else out.push({ ...part });
  }
  return out;
}

const text = [{ type: 'text' as const, text: 'Hi' }];
const prompt = [{ role: 'user' as const, content: text }];
const tools = [{ type: 'function' as const, name: 'tool', inputSchema: { type: 'object' as const } }];
const v1Call = { prompt, mode: { type: 'regular' as const }, inputFormat: 'prompt' as const };
const older = { provider: 'mine.chat', defaultObjectGenerationMode: 'json' } as LanguageModelV1;

const through = <Near extends Version, Far extends Version>(
  cross: Cross<Near, Far>,
  options: Near['options'],
  parts: readonly Far['part'][],
): Near['part'][] => parts.flatMap(cross(options).part);

const doors = {
  v3: (parts: ModelPart[]) => through<V3, V4>(v3CallsV4, { prompt, tools }, parts),
  v2: (parts: ModelPart[]) => through<V2, V4>(v2CallsV4, { prompt, tools }, parts),
  v1: (parts: ModelPart[]) => through<V1, V4>(v1CallsV4(createToolCallMemory(() => 0)), v1Call, parts),
};
const v4CallsV2 = over<V4, V3, V2>(v4CallsV3, v3CallsV2);
const upAgain = {
  v3: (parts: V3['part'][]) => through<V4, V3>(v4CallsV3, { prompt, tools }, parts),
  v2: (parts: V2['part'][]) => through<V4, V2>(v4CallsV2, { prompt, tools }, parts),
  v1: (parts: V1['part'][]) => through<V4, V1>(over(v4CallsV2, v2CallsV1(older)), { prompt, tools }, parts),
};
const versions = ['v3', 'v2', 'v1'] as const;
const runs = { numRuns: 300 };

describe.each(versions)('a stream for %s', version => {
  const down = doors[version] as (parts: ModelPart[]) => { readonly type: string }[];
  const up = upAgain[version] as (parts: unknown[]) => ModelPart[];

  test('says the same, wherever it is cut', () => {
    fc.assert(
      fc.property(said, all => {
        expect(joined(down(streamOf(all, true)))).toEqual(joined(down(streamOf(all, false))));
      }),
      runs,
    );
  });

  test('says the same after it has come up again', () => {
    fc.assert(
      fc.property(said, all => {
        const parts = streamOf(all, true);
        expect(told(up(down(parts)), version)).toEqual(told(parts, version));
      }),
      runs,
    );
  });
});

/** The content of a stream without its ids, which V1 has none of; V1 also runs neighbours together, and counts no caches. */
function told(parts: readonly ModelPart[], version: (typeof versions)[number]): unknown[] {
  const out: Record<string, unknown>[] = [];
  for (const part of parts) {
    if (part.type === 'finish')
      out.push({
        finish: part.finishReason,
        input: part.usage.inputTokens.total,
        usage: version === 'v1' ? null : part.usage.outputTokens,
      });
    else if (part.type === 'tool-call') out.push({ called: part.toolName, input: part.input });
    else if (part.type === 'text-delta' || part.type === 'reasoning-delta') {
      const last = out.at(-1);
      if (last?.said === part.type) last.text = `${last.text}${part.delta}`;
      else out.push({ said: part.type, text: part.delta });
    } else if (part.type === 'reasoning-end') out.push({ signed: part.providerMetadata });
  }
  return out;
}

describe('convertStream', () => {
  const streamed = <Part>(parts: readonly Part[]) =>
    new ReadableStream<Part>({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
        controller.close();
      },
    }).getReader();

  test('reads one part for each that is asked for, and none before', async () => {
    let pulls = 0;
    const source = new ReadableStream<object>(
      { pull: controller => controller.enqueue({ pull: pulls++ }) },
      { highWaterMark: 0 },
    );
    const reader = convertStream(source.getReader(), part => [part]).getReader();
    expect(pulls).toBe(0);
    await reader.read();
    expect(pulls).toBe(1);
  });

  test('goes on over parts that become none, and closes after the last', async () => {
    const stream = convertStream(
      streamed([{ n: 1 }, undefined, { n: 2 }, { n: 3 }]),
      part => (part?.n === 2 ? [2, 2] : []),
      [0],
    );
    const read: number[] = [];
    for await (const part of stream) read.push(part);
    expect(read).toEqual([0, 2, 2]);
  });

  test('a cancel reaches the source, with its reason', async () => {
    let reason: unknown;
    const source = new ReadableStream({
      cancel(given) {
        reason = given;
      },
    });
    await convertStream(source.getReader(), part => [part]).cancel('enough');
    expect(reason).toBe('enough');
  });

  test('a part that cannot be converted ends both streams', async () => {
    let isCancelled = false;
    const source = new ReadableStream<object>({
      pull: controller => controller.enqueue({}),
      cancel() {
        isCancelled = true;
      },
    });
    const reader = convertStream(source.getReader(), () => {
      throw new Error('no word for it');
    }).getReader();
    await expect(reader.read()).rejects.toThrow('no word for it');
    expect(isCancelled).toBe(true);
  });
});
