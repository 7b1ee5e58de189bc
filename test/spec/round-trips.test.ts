import fc from 'fast-check';
import type { LanguageModelV1 } from 'provider-v1';
import { describe, expect, test } from 'vitest';
import { v2CallsV4 } from '../../src/spec/as-v2.js';
import type { Cross, V1, V2, V3, V4, Version } from '../../src/spec/crossing.js';
import { over } from '../../src/spec/crossing.js';
import { v1CallsV2, v2CallsV1 } from '../../src/spec/v1-v2/cross.js';
import { createToolCallMemory } from '../../src/spec/v1-v2/tool-call-memory.js';
import { v2CallsV3, v3CallsV2 } from '../../src/spec/v2-v3/cross.js';
import { v3CallsV4, v4CallsV3 } from '../../src/spec/v3-v4/cross.js';
import { v1Options, v1Result, v2Options, v2Result, v3Options } from './arbitraries.js';

const v1CallsItself = v2CallsV1({
  provider: 'mine.chat',
  defaultObjectGenerationMode: 'json',
} as LanguageModelV1);
const memory = () => createToolCallMemory(() => 0);
const v1CallsV4 = () => over<V1, V2, V4>(v1CallsV2(memory()), v2CallsV4);
const v4CallsV2 = over<V4, V3, V2>(v4CallsV3, v3CallsV2);
const v4CallsV1 = over<V4, V2, V1>(v4CallsV2, v1CallsItself);

/** A call that goes to a newer version and from there to a model of its own version; the answer comes back so. */
const there = <Near extends Version, Far extends Version>(up: Cross<Near, Far>, down: Cross<Far, Near>) =>
  over<Near, Far, Near>(up, down);

const roads = {
  'V3 over V4': { options: v3Options, cross: () => there<V3, V4>(v3CallsV4, v4CallsV3) },
  'V2 over V3': { options: v2Options, cross: () => there<V2, V3>(v2CallsV3, v3CallsV2) },
  'V2 over V4': { options: v2Options, cross: () => there<V2, V4>(v2CallsV4, v4CallsV2) },
  'V1 over V2': { options: v1Options, cross: () => there<V1, V2>(v1CallsV2(memory()), v1CallsItself) },
  'V1 over V4': { options: v1Options, cross: () => there<V1, V4>(v1CallsV4(), v4CallsV1) },
} as const;

const runs = { numRuns: 300 };
const roadNames = Object.keys(roads) as (keyof typeof roads)[];

describe('a call comes through a newer version as it was', () => {
  test.each(roadNames)('%s', name => {
    const { options, cross } = roads[name];
    fc.assert(
      fc.property(options as fc.Arbitrary<unknown>, given => {
        const crossing = (cross() as Cross<Version, Version>)(given);
        expect(crossing.options).toEqual(given);
      }),
      runs,
    );
  });
});

describe('so does a result', () => {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];

  test.each(['V2 over V3', 'V2 over V4'] as const)('%s', name => {
    fc.assert(
      fc.property(v2Result, given => {
        const crossing = roads[name].cross()({ prompt, tools: toolsOf(given.content) });
        expect(crossing.result(given)).toEqual(given);
      }),
      runs,
    );
  });

  test.each(['V1 over V2', 'V1 over V4'] as const)('%s', name => {
    fc.assert(
      fc.property(v1Result, given => {
        const mode = { type: 'regular' as const };
        const crossing = roads[name].cross()({ prompt, mode, inputFormat: 'prompt' });
        const { rawCall: _, ...result } = crossing.result(given);
        const { rawCall: __, ...expected } = given;
        expect(result).toEqual(expected);
      }),
      runs,
    );
  });
});

test("a model's own signature finds its way back to it through AI SDK 4's messages", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.boolean(), (signature, isRedacted) => {
      const cross = roads['V1 over V4'].cross();
      const mode = { type: 'regular' as const };
      const first = cross({ prompt: [], mode, inputFormat: 'messages' });
      const reasoning = isRedacted
        ? { type: 'redacted' as const, data: signature }
        : { type: 'text' as const, text: 'Hm', signature };
      const told = first.result({
        reasoning: [reasoning],
        finishReason: 'stop',
        usage: { promptTokens: 1, completionTokens: 1 },
        rawCall: { rawPrompt: [], rawSettings: {} },
      }).reasoning as (typeof reasoning)[];
      const content = told.map(({ type, ...rest }) =>
        type === 'redacted' ? { type: 'redacted-reasoning', ...rest } : { type: 'reasoning', ...rest },
      );
      const next = cross({
        prompt: [{ role: 'assistant', content } as never],
        mode,
        inputFormat: 'messages',
      });
      expect(next.options.prompt[0]?.content).toEqual([
        isRedacted
          ? { type: 'redacted-reasoning', data: signature }
          : { type: 'reasoning', text: 'Hm', signature },
      ]);
    }),
    runs,
  );
});

/** The tools that a result calls, as the call would have declared them. */
const toolsOf = (content: readonly { readonly type: string }[]) =>
  content
    .filter(part => part.type === 'tool-call')
    .map(part => ({
      type: 'function' as const,
      name: (part as unknown as { toolName: string }).toolName,
      inputSchema: { type: 'object' as const },
    }));
