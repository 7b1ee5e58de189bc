import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../../../src/core/model.js';
import { memoryStore } from '../../../../src/store/memory.js';
import type { Store } from '../../../../src/store/store.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { ask, asking, connectionError, harness, httpError } from '../../routed-harness.js';
import type { Form, Ground } from './play.js';
import { always, expectSound, forms, of, play } from './play.js';

const slow = { text: 'from a', afterMs: 2_000 };
const quick = { text: 'from b', afterMs: 100 };
const hedges = (ground: Ground) => of(ground, 'hedge-start');

/** Calls one after the other, each to its end. */
async function playAll(ground: Ground, form: Form, count: number): Promise<void> {
  for (let call = 0; call < count; call++) {
    const played = play(ground, form);
    while (!played.isDone) await ground.world.advance(100);
  }
}

describe.each(forms)('the time that a first %s is given', form => {
  const takes = (afterMs: number): Script => ({ text: 'from a', afterMs });

  it('is the p95 of its target’s last answers, once there are enough', async () => {
    // Of 20 answers the nineteenth is the p95: 800 ms.
    const answers = [...Array<Script>(18).fill(takes(300)), takes(800), takes(900), slow];
    const ground = harness({ a: answers, b: quick }, { hedge: { maxRatio: 1 } });
    await playAll(ground, form, 20);
    expect(hedges(ground)).toHaveLength(0);
    const call = play(ground, form);
    await ground.world.advance(1_500);
    expect(call.text).toBe('from b');
    // The histogram knows a value within 1 %.
    expect(hedges(ground)).toHaveLength(1);
    expect(Math.abs((hedges(ground)[0]?.afterMs ?? 0) - 800)).toBeLessThanOrEqual(8);
    expectSound(ground);
  });

  it.each([
    [19, 20, 0],
    [20, 20, 1],
    [4, 5, 0],
    [5, 5, 1],
  ])('after %i answers of the %i that it takes: %i hedges', async (count, minimumSamples, expected) => {
    const ground = harness(
      { a: [...Array<Script>(count).fill(takes(300)), slow], b: quick },
      { hedge: { maxRatio: 1, minimumSamples } },
    );
    await playAll(ground, form, count + 1);
    expect(hedges(ground)).toHaveLength(expected);
  });

  it('is not shorter than minDelayMs', async () => {
    const ground = harness(
      { a: [...Array<Script>(20).fill(takes(5)), slow], b: quick },
      { hedge: { maxRatio: 1 } },
    );
    await playAll(ground, form, 21);
    expect(hedges(ground)).toMatchObject([{ afterMs: 100 }]);
  });

  it('grows when the target becomes slow, though its slowest answers are never seen whole', async () => {
    const ground = harness(
      { a: [...Array<Script>(20).fill(takes(300)), ...Array<Script>(40).fill(slow)], b: quick },
      { hedge: { maxRatio: 1 } },
    );
    await playAll(ground, form, 60);
    // Each loser counts as one that took at least so long; else all of the forty would have been hedged at 300 ms.
    const [first, last] = [hedges(ground)[0], hedges(ground).at(-1)];
    expect(first?.afterMs).toBeLessThan(310);
    expect(last?.afterMs).toBeGreaterThan(380);
    expectSound(ground);
  });
});

it('a stream is not measured by whole answers, nor a whole answer by streams', async () => {
  const ground = harness(
    { a: [...Array<Script>(25).fill({ text: 'from a', afterMs: 300 }), slow], b: quick },
    { hedge: { maxRatio: 1 } },
  );
  await playAll(ground, 'stream', 25);
  await playAll(ground, 'generate', 1);
  expect(hedges(ground)).toHaveLength(0);
});

describe('a share', () => {
  it('is kept whatever happens: of any first n calls no more than 5 % are hedged', async () => {
    const ground = harness({ a: slow, b: quick }, { hedge: { delayMs: 500 } });
    const hedgesAfter: number[] = [];
    for (let batch = 0; batch < 30; batch++) {
      for (let call = 0; call < 7; call++) play(ground, 'generate');
      await ground.world.advance(3_000);
      hedgesAfter.push(hedges(ground).length);
    }
    expect(hedgesAfter).toEqual(hedgesAfter.map((_, batch) => Math.floor((batch + 1) * 7 * 0.05)));
  });

  it('saves up ten hedges at most', async () => {
    const ground = harness(
      { a: (call): Script => (call < 1_000 ? 'from a' : slow), b: quick },
      { hedge: { delayMs: 500 } },
    );
    for (let call = 0; call < 1_000; call++) play(ground, 'generate');
    await ground.world.advance(1_000);
    for (let call = 0; call < 40; call++) play(ground, 'generate');
    await ground.world.advance(3_000);
    expect(hedges(ground)).toHaveLength(10);
    expectSound(ground);
  });

  it('is one for all instances of a name', async () => {
    const name = 'hedge-share-of-a-name';
    const options = { name, hedge: { delayMs: 500, maxRatio: 0.5 } };
    const grounds = [
      harness({ a: slow, b: quick }, options),
      harness({ a: slow, b: quick }, options),
    ] as const;
    for (const ground of grounds) {
      play(ground, 'generate');
      await ground.world.advance(3_000);
    }
    expect(grounds.map(ground => hedges(ground).length)).toEqual([0, 1]);
  });
});

describe('nobody helps', () => {
  const untouched = async (ground: Ground, options: ModelOptions = ask()) => {
    const call = play(ground, 'generate', options);
    await ground.world.advance(3_000);
    expect(call.text).toBe('from a');
    expect(ground.models.b?.calls ?? []).toHaveLength(0);
    expectSound(ground);
  };

  it('where there is one target', () => untouched(harness({ a: slow }, always)));

  it('where the call allows no fallback', () =>
    untouched(harness({ a: slow, b: quick }, always), asking({ target: 'a', fallback: false })));

  it('where one attempt is all that a call may make', () =>
    untouched(harness({ a: slow, b: quick }, { ...always, retry: { maxAttempts: 1 } })));

  it.each<[string, Partial<ModelOptions>]>([
    [
      'a tool that the provider runs',
      { tools: [{ type: 'provider', id: 'openai.web_search', name: 'web_search', args: {} }] },
    ],
    ['servers that the provider asks', { providerOptions: { anthropic: { mcpServers: [] } } }],
    [
      'the result of a tool at the end of the prompt',
      {
        prompt: [
          { role: 'user', content: [{ type: 'text', text: 'book it' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool-call', toolCallId: '1', toolName: 'book', input: {} }],
          },
          {
            role: 'tool',
            content: [
              {
                type: 'tool-result',
                toolCallId: '1',
                toolName: 'book',
                output: { type: 'text', value: 'booked' },
              },
            ],
          },
        ],
      },
    ],
  ])('where the call has %s', (_, more) =>
    untouched(harness({ a: slow, b: quick }, always), ask(undefined, more)),
  );

  it('but a call that only offers tools of the application is helped', async () => {
    const ground = harness({ a: slow, b: quick }, always);
    const call = play(
      ground,
      'generate',
      ask(undefined, {
        tools: [{ type: 'function', name: 'book', inputSchema: { type: 'object', properties: {} } }],
      }),
    );
    await ground.world.advance(3_000);
    expect(call.text).toBe('from b');
  });

  it('where the other has an open circuit', async () => {
    const ground = harness(
      { a: [{ error: connectionError() }, slow], b: [{ error: httpError(401) }, quick] },
      { ...always, retry: false },
    );
    play(ground, 'generate');
    await ground.world.advance(1_000);
    const call = play(ground, 'generate');
    await ground.world.advance(3_000);
    expect(call.text).toBe('from a');
    expect(ground.models.b?.calls).toHaveLength(1);
    expectSound(ground);
  });

  it('where the other began to cool while the first was under way', async () => {
    const ground = harness(
      { a: slow, b: [{ error: httpError(429, { headers: { 'retry-after': '60' } }) }, quick] },
      always,
    );
    const call = play(ground, 'generate');
    await ground.world.advance(100);
    const other = play(ground, 'generate', asking({ target: 'b', fallback: false }));
    await ground.world.advance(3_000);
    expect(call.text).toBe('from a');
    expect(other.error).toBeDefined();
    expect(hedges(ground)).toHaveLength(0);
    expectSound(ground);
  });

  it('where the other fails a lot, though its circuit is closed', async () => {
    const ground = harness(
      { a: slow, b: [{ error: httpError(500) }, quick] },
      { ...always, retry: { maxAttempts: 2, maxAttemptsPerTarget: 1 } },
    );
    play(ground, 'generate', asking({ target: 'b', fallback: false }));
    await ground.world.advance(100);
    const call = play(ground, 'generate');
    await ground.world.advance(3_000);
    expect(call.text).toBe('from a');
    expect(ground.models.b?.calls).toHaveLength(1);
  });

  it('where that takes more than is left of maxCostUsd beside the first', async () => {
    const dear = { maxCostUsd: 0.0025 };
    const two = harness({ a: slow, b: quick }, always);
    // At most 0.11 and 0.22 cents: one is paid for, and of the other 335 tokens would be.
    await untouched(two, ask(undefined, { maxOutputTokens: 500, providerOptions: { routed: dear } }));
    const paid = { maxCostUsd: 0.02 };
    const call = play(
      two,
      'generate',
      ask(undefined, { maxOutputTokens: 500, providerOptions: { routed: paid } }),
    );
    await two.world.advance(3_000);
    expect(call.text).toBe('from b');
  });

  it('where the budget does not pay for both in full', async () => {
    const ground = harness({ a: slow, b: quick }, { ...always, budget: { overall: { perDayUsd: 0.004 } } });
    await untouched(ground, ask(undefined, { maxOutputTokens: 1_000 }));
  });
});

describe('a hedge never waits in line', () => {
  const busy = { limits: { maxConcurrent: 1 } };

  it('is refused, costs no share, and its target may take the call over later', async () => {
    const ground = harness(
      { a: [{ error: httpError(500), afterMs: 700 }, slow], b: [{ text: 'busy', afterMs: 900 }, quick] },
      { hedge: { delayMs: 500, maxRatio: 0.5 }, extras: { b: busy } },
    );
    const blocker = play(ground, 'generate', asking({ target: 'b', fallback: false }));
    const call = play(ground, 'generate');
    await ground.world.advance(1_000);
    expect(blocker.text).toBe('busy');
    // Refused at 500 ms; at 700 the first failed, and the call waited in line for the second till 900.
    expect(call.text).toBe('from b');
    expect(of(ground, 'call-end').at(-1)?.report.attempts).toMatchObject([
      { target: 'b', outcome: 'skipped', errorClass: 'queue-full', costNanoUsd: 0 },
      { target: 'a', outcome: 'failed' },
      { target: 'b', outcome: 'ok' },
    ]);
    expectSound(ground);
    const next = play(ground, 'generate');
    await ground.world.advance(700);
    expect(next.text).toBe('from b');
    expect(hedges(ground)).toHaveLength(2);
    expectSound(ground);
  });
});

describe('with a store that takes its time', () => {
  const lateStore = (ground: () => Ground, delayMs: number): Store => {
    let store: Store | undefined;
    return {
      run: (op, key, input) => {
        const { world } = ground();
        store ??= memoryStore(world);
        const answer = store.run(op, key, input);
        return new Promise(resolve => world.after(delayMs, () => resolve(answer as never)));
      },
    };
  };

  const budget = { overall: { perDayUsd: 100 } };

  // The second attempt is at its target's gate 100 ms after it began, and at the budget 300 ms after.
  it.each([
    ['at the gate', 600, {}],
    ['at the gate, before a budget', 600, { budget }],
    ['at the budget', 800, { budget }],
  ])('a hedge that is still %s when the first has answered is not sent', async (_, afterMs, more) => {
    const ground: Ground = harness(
      { a: { text: 'from a', afterMs }, b: quick },
      { ...always, ...more, store: lateStore(() => ground, 200) },
    );
    const call = play(ground, 'generate', ask(undefined, { maxOutputTokens: 100 }));
    await ground.world.advance(5_000);
    expect(call.text).toBe('from a');
    expect(hedges(ground)).toHaveLength(1);
    expect(ground.models.b?.calls).toHaveLength(0);
    expect(of(ground, 'call-end')[0]?.report).toMatchObject({
      estimated: false,
      attempts: [
        { target: 'b', outcome: 'cancelled', costNanoUsd: 0, latencyMs: 0 },
        { target: 'a', outcome: 'ok' },
      ],
    });
    expectSound(ground);
  });
});

describe('a budget', () => {
  it.each(forms)('is charged for both %ss, and names the same sum', async form => {
    const ground = harness(
      { a: slow, b: { ...quick, usage: { inputTokens: 10, outputTokens: 5 } } },
      { ...always, budget: { overall: { perDayUsd: 100 } } },
    );
    play(ground, form, ask(undefined, { maxOutputTokens: 1_000 }));
    await ground.world.advance(3_000);
    const [a, b] = of(ground, 'budget-settled');
    expect(a).toMatchObject({ target: 'a', estimated: true, chargedNanoUsd: a?.reservedNanoUsd });
    expect(b).toMatchObject({ target: 'b', estimated: false, chargedNanoUsd: 40_000 });
    expectSound(ground);
  });

  it('that cuts an answer short charges the loser no more than it granted', async () => {
    const ground = harness(
      { a: slow, b: quick },
      { ...always, budget: { tenants: { small: { perDayUsd: 0.001 } }, overall: { perDayUsd: 1 } } },
    );
    const routed = { tenant: 'small' };
    play(ground, 'generate', ask(undefined, { maxOutputTokens: 1_000, providerOptions: { routed } }));
    await ground.world.advance(3_000);
    expectSound(ground);
  });
});

it('leaves the breaker, the rate limit and the line of the loser as they were', async () => {
  const limits = { maxConcurrent: 2, tokensPerMinute: 60_000, burstMs: 60_000 };
  const ground = harness({ a: slow, b: quick }, { ...always, extras: { a: { limits } } });
  await playAll(ground, 'generate', 12);
  const { targets } = ground.routed.report();
  expect(targets.a).toMatchObject({ circuit: 'closed', requests: 0, errors: 0 });
  expect(targets.b).toMatchObject({ requests: 12, errors: 0 });
  expectSound(ground);
});
