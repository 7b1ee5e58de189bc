import { generateText, streamText, tool } from 'ai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v4';
import type { CallRecord, RoutedOptions } from '../../src/index.js';
import { createRouted } from '../../src/routed.js';
import { startSandbox } from '../../src/sandbox/index.js';
import {
  ask,
  asking,
  connectionError,
  harness,
  outcomeOf,
  readAll,
  reportIn,
} from '../layers/routed-harness.js';

type Record_ = NonNullable<RoutedOptions['record']>;

/** A sink that keeps what it is given, as JSON made of it. */
function kept() {
  const records: CallRecord[] = [];
  return { records, sink: (record: CallRecord) => void records.push(JSON.parse(JSON.stringify(record))) };
}

describe('a record', () => {
  it('tells what generateText asked for, who answered, and what it cost', async () => {
    const { records, sink } = kept();
    const { routed, world } = harness(
      { a: { text: 'Xin chào', usage: { inputTokens: 12, outputTokens: 3 } } },
      { record: sink },
    );
    const { providerMetadata } = await generateText({
      model: routed('auto'),
      prompt: 'Translate: Hello world to Vietnamese',
      maxOutputTokens: 40,
      tools: { look: tool({ inputSchema: z.object({ word: z.string() }) }) },
      providerOptions: { routed: { session: 'one', maxCostUsd: 0.5, tenant: 'acme', tags: { team: 'red' } } },
    });
    const report = reportIn({ providerMetadata });
    expect(records).toEqual([
      {
        version: 1,
        at: world.wallMs(),
        callId: report.callId,
        requested: 'auto',
        outcome: 'ok',
        classifier: expect.any(String),
        tier: report.tier,
        ruledTier: report.ruledTier,
        score: report.score,
        confidence: report.confidence,
        task: 'translate',
        reasons: report.reasons,
        step: 'ask',
        chore: null,
        traits: {
          askCharacters: 36,
          promptCharacters: 36,
          turns: 1,
          toolCount: 1,
          toolResults: 0,
          hasSchema: false,
          images: 0,
          files: 0,
          maxOutputTokens: 40,
          estimatedInputTokens: expect.any(Number),
          inputTokensBound: expect.any(Number),
        },
        settings: {
          tier: null,
          target: null,
          maxCostUsd: 0.5,
          maxLatencyMs: null,
          fallback: { allowed: true, allowDearer: false },
          hasSession: true,
        },
        target: 'a',
        attempts: report.attempts,
        usage: report.usage,
        costNanoUsd: 12 * 1_000 + 3 * 2_000,
        baselineCostUsd: report.baselineCostUsd,
        queuedMs: 0,
        firstContentMs: report.firstContentMs,
        latencyMs: report.latencyMs,
        estimated: false,
        dropped: 0,
      },
    ]);
    expect(records[0]!.traits.inputTokensBound).toBeGreaterThan(records[0]!.traits.estimatedInputTokens);
  });

  it('of a stream comes once it has been read to its end', async () => {
    const { records, sink } = kept();
    const { routed } = harness({ a: 'some words' }, { record: sink });
    const { stream } = await routed('auto').doStream(ask());
    expect(records).toEqual([]);
    const parts = await readAll(stream);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: 'ok', target: 'a' });
    const finish = parts.find(part => part.type === 'finish');
    expect(records[0]!.callId).toBe(reportIn(finish as never).callId);
  });

  it('is made of streamText too, and of a reader that went away', async () => {
    const { records, sink } = kept();
    const { routed, world } = harness({ a: ['first', 'second'] }, { record: sink });
    expect(await streamText({ model: routed('auto'), prompt: 'Hello' }).text).toBe('first');
    const { stream } = await routed('auto').doStream(ask());
    await stream.cancel();
    await world.settle();
    expect(records.map(({ outcome }) => outcome)).toEqual(['ok', 'cancelled']);
  });

  it('is made of a call that failed, with its attempts', async () => {
    const { records, sink } = kept();
    const { routed, world } = harness({ a: { error: connectionError() } }, { record: sink, retry: false });
    const outcome = outcomeOf(routed('auto').doGenerate(ask()));
    await world.advance(60_000);
    expect(outcome.error).toBeDefined();
    expect(records).toMatchObject([
      {
        outcome: 'failed',
        target: null,
        attempts: [{ target: 'a', errorClass: 'connection' }],
        firstContentMs: null,
      },
    ]);
  });

  it('tells a tier and a target that were given', async () => {
    const { records, sink } = kept();
    const { routed } = harness({ a: 'one', b: 'two' }, { record: sink });
    await routed('auto').doGenerate(
      asking({ tier: 'complex', maxLatencyMs: 700, fallback: { allowDearer: true } }),
    );
    await routed('b').doGenerate(ask());
    expect(records).toMatchObject([
      {
        requested: 'auto',
        tier: 'complex',
        score: null,
        settings: {
          tier: 'complex',
          maxLatencyMs: 700,
          fallback: { allowed: true, allowDearer: true },
          hasSession: false,
        },
        traits: { inputTokensBound: null },
      },
      { requested: 'b', tier: null, target: 'b' },
    ]);
  });
});

describe('the text of a prompt', () => {
  const words = fc.stringMatching(/^[a-z]{6,12}$/);
  const asked = async (
    record: (sink: (given: CallRecord) => void) => Record_,
    prompt: Parameters<typeof generateText>[0],
  ) => {
    const { records, sink } = kept();
    const { routed } = harness({ a: 'an answer with the word zanzibar' }, { record: record(sink) });
    await generateText({ ...prompt, model: routed('auto') } as Parameters<typeof generateText>[0]);
    return records[0]!;
  };

  it('is in no record by default, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 2, maxLength: 6 }),
        fc.constantFrom('Prove that ', 'Translate ', ''),
        async (marks, verb) => {
          const marked = marks.map(mark => `qx${mark}xq`);
          const record = await asked(sink => sink, {
            model: 'none',
            system: `You know ${marked[0]}.`,
            messages: [
              { role: 'user', content: `${marked[1]}?` },
              { role: 'assistant', content: `${marked[0]}!` },
              { role: 'user', content: verb + marked.join(' ') },
            ],
            tools: {
              [`t${marked[0]}`]: tool({
                description: marked[1]!,
                inputSchema: z.object({ [marked[0]!]: z.string() }),
              }),
            },
          });
          const json = JSON.stringify(record);
          for (const mark of marked) expect(json).not.toContain(mark);
          expect(json).not.toContain('zanzibar');
          expect(record).not.toHaveProperty('ask');
          expect(record).not.toHaveProperty('askHash');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves the same record for two asks of the same looks by default', async () => {
    const one = await asked(sink => sink, { model: 'none', prompt: 'Translate qxalphaxq to Greek' });
    const other = await asked(sink => sink, { model: 'none', prompt: 'Translate qxgammaxq to Greek' });
    // What the classifier makes of words is all that they can change.
    const { score, confidence, reasons } = one;
    expect(one).toEqual({ ...other, score, confidence, reasons });
  });

  it('is there as a hash of the latest ask where that is asked for, which another key changes', async () => {
    const prompt = { model: 'none', prompt: 'Translate qxalphaxq to Greek' };
    const plain = await asked(sink => ({ sink, prompts: 'hash' }), prompt);
    const again = await asked(sink => ({ sink, prompts: 'hash' }), prompt);
    const keyed = await asked(sink => ({ sink, prompts: 'hash', hashKey: 'k' }), prompt);
    const other = await asked(sink => ({ sink, prompts: 'hash' }), {
      ...prompt,
      prompt: 'Translate qxbetaxq to Greek',
    });
    expect(plain.askHash).toMatch(/^[0-9a-f]{64}$/);
    expect(again.askHash).toBe(plain.askHash);
    expect(new Set([plain.askHash, keyed.askHash, other.askHash]).size).toBe(3);
    expect(JSON.stringify([plain, keyed])).not.toContain('qxalpha');
  });

  it('is there as it was judged where that is asked for', async () => {
    const record = await asked(sink => ({ sink, prompts: 'whole' }), {
      model: 'none',
      messages: [
        { role: 'user', content: 'an earlier ask' },
        { role: 'assistant', content: 'an earlier answer' },
        { role: 'user', content: 'Translate qxalphaxq to Greek' },
      ],
    });
    expect(record.ask).toBe('Translate qxalphaxq to Greek');
    expect(JSON.stringify(record)).not.toContain('earlier');
  });
});

describe('a hostile sink', () => {
  const sinks: ReadonlyArray<readonly [name: string, sink: (record: CallRecord) => unknown]> = [
    [
      'throws',
      () => {
        throw new Error('the prompt was: secret');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the prompt was: secret');
      },
    ],
    [
      'hands back something whose `then` throws',
      () =>
        Object.defineProperty({}, 'then', {
          get() {
            throw new Error('the prompt was: secret');
          },
        }),
    ],
  ];

  it.each(sinks)('that %s harms no call, is told once and counted', async (_, hostile) => {
    const counts: number[] = [];
    const { routed, eventsOf, world } = harness(
      { a: 'fine' },
      {
        record: record => {
          counts.push(record.dropped);
          return hostile(record) as never;
        },
      },
    );
    for (let call = 0; call < 3; call++) {
      const result = await routed('auto').doGenerate(ask());
      expect(result.content).toMatchObject([{ type: 'text', text: 'fine' }]);
      await world.settle();
    }
    expect(counts).toEqual([0, 1, 2]);
    const told = eventsOf('warning').filter(event => JSON.stringify(event).includes('not recorded'));
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('that changes what it is given changes nothing of the result', async () => {
    const { routed } = harness(
      { a: 'fine' },
      {
        record: record => {
          (record.attempts[0] as { target: string }).target = 'changed';
          (record.reasons as string[]).push('changed');
          (record.usage as { inputTokens: number }).inputTokens = -1;
        },
      },
    );
    expect(JSON.stringify((await routed('auto').doGenerate(ask())).providerMetadata)).not.toMatch(
      /changed|"inputTokens":-1/,
    );
  });

  it('that never takes a record is given ten thousand, and no more until it does', async () => {
    const open: Array<() => void> = [];
    const dropped: number[] = [];
    const { routed, eventsOf, world } = harness(
      { a: 'fine' },
      {
        admission: false,
        record: record => {
          dropped.push(record.dropped);
          return new Promise<void>(resolve => open.push(resolve));
        },
      },
    );
    for (let call = 0; call < 10_003; call++) await routed('auto').doGenerate(ask());
    expect(open).toHaveLength(10_000);
    expect(eventsOf('warning')).toHaveLength(1);
    open[0]!();
    await world.settle();
    await routed('auto').doGenerate(ask());
    expect(open).toHaveLength(10_001);
    expect(dropped.at(-1)).toBe(3);
  });
});

it.each([
  [{ record: 'calls.jsonl' }, /record/],
  [{ record: { sink: 1 } }, /record\.sink/],
  [{ record: { sink: () => {}, prompts: 'all' } }, /record\.prompts.*features, hash, whole/],
  [{ record: { sink: () => {}, prompt: 'whole' } }, /record\.prompt: unknown option/],
  [
    { record: { sink: () => {}, hashKey: 'k' } },
    /^Invalid option record\.hashKey: is for prompts: 'hash'\.$/,
  ],
  [{ record: { sink: () => {}, prompts: 'whole', hashKey: 'k' } }, /record\.hashKey: is for prompts: 'hash'/],
])('a wrong option is told: %j', (options, message) => {
  expect(() => createRouted(options as never)).toThrow(message);
});

it('records what crosses a socket', async () => {
  const sandbox = await startSandbox({ latencyRatio: 0.05 });
  try {
    const { records, sink } = kept();
    const routed = createRouted({ apiKey: sandbox.apiKey, baseURL: sandbox.url, record: sink });
    await generateText({ model: routed('auto'), prompt: 'Translate: Hello world to Vietnamese' });
    await streamText({ model: routed('complex'), prompt: 'Prove that 2 > 1' }).text;
    expect(records.map(({ target, tier, outcome }) => ({ target, tier, outcome }))).toEqual([
      { target: 'deepseek-v3.2', tier: 'simple', outcome: 'ok' },
      { target: 'claude-sonnet-4.5', tier: 'complex', outcome: 'ok' },
    ]);
    expect(records.map(({ firstContentMs }) => firstContentMs !== null)).toEqual([false, true]);
    for (const { usage, costNanoUsd, firstContentMs, latencyMs } of records) {
      expect(usage.outputTokens).toBeGreaterThan(0);
      expect(costNanoUsd).toBeGreaterThan(0);
      expect(latencyMs).toBeGreaterThanOrEqual(firstContentMs ?? 0);
    }
  } finally {
    await sandbox.close();
  }
});
