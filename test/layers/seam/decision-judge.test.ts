import { Experimental_DecisionLanguageModel as DecisionLanguageModel } from '@ai-sdk/provider-utils/experimental-decision';
import { generateText } from 'ai';
import { Experimental_DecisionMockModelV4 as DecisionMockModel } from 'ai/test';
import { describe, expect, it } from 'vitest';
import { createRouted } from '../../../src/routed.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { ask, asking, harness, httpError, outcomeOf, reportIn } from '../routed-harness.js';

type Decide = DecisionMockModel['doDecide'];
type Options = Parameters<Decide>[0];
type Answer = Awaited<ReturnType<Decide>>['answers'][string];

const unsure = 'Could you maybe have a look at the thing over there and see what can be done about it';
const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 2 };
const classified = {
  tier: 'medium' as const,
  score: 0.5,
  confidence: 0.5,
  task: 'chat',
  reasons: ['a guess'],
};
const chosen = (choice: string, probabilities?: Record<string, number>): Answer =>
  probabilities === undefined ? { type: 'choice', choice } : { type: 'choice', choice, probabilities };

/** Three targets, one per tier, a classifier that is never sure, and a judge that decides. */
function setUp(judge: object, more: object = {}) {
  const made = harness(
    { a: 'hello', b: 'hello', c: 'hello' },
    {
      routes: { simple: ['a'], medium: ['b'], complex: ['c'] },
      classifier: { use: { name: 'mine', classify: () => classified }, judge: judge as never, ...more },
    },
  );
  return { ...made, report: async () => reportIn(await made.routed('auto').doGenerate(ask(unsure))) };
}

function judged(answer: Answer | Error, told: object = { usage: { inputTokens: 100, outputTokens: 4 } }) {
  const asked: Options[] = [];
  const model = new DecisionMockModel({
    async doDecide(options) {
      asked.push(options);
      if (answer instanceof Error) throw answer;
      return { answers: { tier: answer }, warnings: [], ...told };
    },
  });
  return { ...setUp({ model, price }), asked };
}

describe('a decision model as a judge', () => {
  it('chooses the tier, and is charged', async () => {
    const { report, asked } = judged(chosen('simple', { simple: 0.7, medium: 0.2, complex: 0.1 }));
    const { target, tier, ruledTier, reasons, attempts } = await report();
    expect({ target, tier, ruledTier }).toEqual({ target: 'a', tier: 'simple', ruledTier: 'medium' });
    expect(reasons).toEqual(['a guess', 'judged simple by judge']);
    expect(attempts).toMatchObject([
      { target: 'judge', outcome: 'ok', costNanoUsd: 100 * 1_000 + 4 * 2_000 },
      { target: 'a', outcome: 'ok' },
    ]);
    expect(asked).toMatchObject([
      {
        state: [{ type: 'text', text: `<request>\n${unsure}\n</request>` }],
        questions: {
          tier: {
            type: 'choice',
            criteria: {
              simple: expect.any(String),
              medium: expect.any(String),
              complex: expect.any(String),
            },
          },
        },
        maxOutputTokens: 128,
        abortSignal: expect.any(AbortSignal),
      },
    ]);
    const { tier: question } = asked[0]?.questions ?? {};
    expect(question?.type === 'choice' && Object.keys(question.criteria)).toHaveLength(3);
  });

  it('is asked the same once, and never by classify or explain', async () => {
    const { routed, report, asked } = judged(chosen('complex'));
    routed.classify(unsure);
    routed.explain(unsure);
    expect(asked).toHaveLength(0);
    expect((await report()).target).toBe('c');
    expect((await report()).reasons.at(-1)).toBe('judged complex by judge before');
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Answer, string]>([
    ['leads by a tenth', chosen('simple', { simple: 0.4, medium: 0.3, complex: 0.3 }), 'a'],
    ['has no probabilities', chosen('simple'), 'a'],
    ['leads by less', chosen('simple', { simple: 0.4, medium: 0.31, complex: 0.29 }), 'c'],
    ['is even', chosen('simple', { simple: 1 / 3, medium: 1 / 3, complex: 1 / 3 }), 'c'],
    ['has probabilities that are no numbers', chosen('simple', { simple: Number.NaN }), 'c'],
    ['is no tier', chosen('enormous'), 'c'],
    ['is refused', { type: 'refusal' }, 'c'],
    ['answers another question', { type: 'boolean', probability: 1 }, 'c'],
    ['is missing', undefined as never, 'c'],
  ])('whose choice %s', async (_, answer, target) => {
    const { report } = judged(answer);
    const { target: answered, reasons } = await report();
    expect(answered).toBe(target);
    // The classifier alone steps up from medium.
    expect(reasons.at(-1)).toBe(target === 'a' ? 'judged simple by judge' : 'the judge named no tier');
  });

  it('that tells no usage is charged at an estimate', async () => {
    const { report } = judged(chosen('simple'), {});
    const { attempts, estimated } = await report();
    expect(attempts[0]?.costNanoUsd).toBeGreaterThan(0);
    expect(estimated).toBe(true);
  });

  it.each([
    ['fails', new Error('no')],
    ['is overloaded', httpError(503)],
  ])('that %s leaves it to the rules, after one attempt', async (_, error) => {
    const { report, asked } = judged(error);
    const { target, reasons } = await report();
    expect([target, reasons.at(-1)]).toEqual(['c', 'the judge did not answer']);
    expect(asked).toHaveLength(1);
  });

  it('that fails again and again is left alone by its circuit', async () => {
    const { routed, asked, events } = judged(httpError(500));
    for (let call = 0; call < 30; call++) await routed('auto').doGenerate(ask(`${unsure} ${call}`));
    expect(asked.length).toBeLessThan(30);
    expect(events).toContainEqual(expect.objectContaining({ type: 'circuit-open', target: 'judge' }));
  });

  it('that is slow has its own deadline, and is told to stop', async () => {
    let signal: AbortSignal | undefined;
    const model = new DecisionMockModel({
      doDecide: ({ abortSignal }) => {
        signal = abortSignal;
        return new Promise(() => {});
      },
    });
    const { routed, world } = setUp(model, { judgeDeadlineMs: 300 });
    const outcome = outcomeOf(routed('auto').doGenerate(ask(unsure)));
    await world.advance(299);
    expect(outcome.isDone).toBe(false);
    await world.advance(2);
    expect(reportIn(outcome.value ?? {})).toMatchObject({ target: 'c' });
    expect(signal?.aborted).toBe(true);
    expect(world.pendingTimers).toBe(0);
  });

  it('is not asked where maxCostUsd does not pay for it', async () => {
    const { routed, asked } = judged(chosen('simple'));
    await routed('auto').doGenerate(asking({ maxCostUsd: 0.002 }));
    expect(asked).toHaveLength(0);
  });

  it('decides under generateText, for a model that the SDK has made one of', async () => {
    const script: Script = { text: JSON.stringify({ q0: 'c0' }) };
    const inner = scriptedModel({ script });
    const { routed } = setUp(new DecisionLanguageModel({ model: inner }));
    const { providerMetadata } = await generateText({ model: routed('auto'), prompt: unsure });
    expect(reportIn({ providerMetadata })).toMatchObject({ target: 'a', tier: 'simple' });
    expect(inner.calls).toHaveLength(1);
  });
});

it('a decision model of the SDK fits the type of the option', () => {
  const model = new DecisionMockModel();
  expect(() => createRouted({ classifier: { judge: model } })).not.toThrow();
  expect(() => createRouted({ classifier: { judge: { model, price } } })).not.toThrow();
});

describe('a decision model that cannot be a judge', () => {
  it.each<[string, object]>([
    ['is of another version', { specificationVersion: 'v9' }],
    ['answers no choice', { supportedQuestionTypes: ['boolean'] }],
    ['does not say what it answers', { supportedQuestionTypes: undefined }],
    ['has no name', { modelId: undefined }],
  ])('because it %s is refused', (_, wrong) => {
    const model = { ...new DecisionMockModel(), doDecide: async () => ({}), ...wrong };
    for (const [judge, path] of [
      [model, 'classifier.judge'],
      [{ model, price }, 'classifier.judge.model'],
    ] as const)
      expect(() => createRouted({ classifier: { judge: judge as never } })).toThrow(
        expect.objectContaining({ path, message: expect.stringMatching(/asked to choose.*"choice"/) }),
      );
  });
});
