import { describe, expect, it } from 'vitest';
import type { Classifier } from '../../../src/core/classification.js';
import type { ModelMessage, ModelOptions, ModelPart } from '../../../src/core/model.js';
import type { Script } from '../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../src/testing/scripted-model.js';
import { calls, failure, result, tools, user } from '../../prompt/step/prompts.js';
import { harness, httpError, readAll, reportIn } from '../routed-harness.js';

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 2, text: 2, reasoning: 0 },
};
const call = { type: 'tool-call', toolCallId: 'c', toolName: 'read', input: '{}' } as const;
const finishReason = { unified: 'tool-calls', raw: undefined } as const;
const callsTool: Script = { result: { content: [call], finishReason, usage, warnings: [] } };
const streamsTool: Script = { parts: [call, { type: 'finish', finishReason, usage }] };

/** Complex at first, and simple as soon as a tool has answered. */
const forgetful: Classifier = {
  name: 'forgetful',
  classify: ({ toolResults }) => ({
    tier: toolResults === 0 ? 'complex' : 'simple',
    score: 0.5,
    confidence: 1,
    task: 'other',
    reasons: [],
  }),
};

const routes = { simple: ['a', 'c'], medium: ['b', 'c'], complex: ['c', 'b'] };
const setUp = (scripts: Record<string, Script> = {}, more: object = {}) =>
  harness({ a: 'a', b: 'b', c: callsTool, ...scripts }, { routes, classifier: forgetful, ...more });

const pin = (target: unknown, tier: unknown) => ({ providerOptions: { routed: { target, tier } } }) as never;
const step = (more: Partial<ModelOptions> = {}, ...prompt: ModelMessage[]): ModelOptions => ({
  prompt: prompt.length === 0 ? [user('Go'), calls('c', {}, pin('c', 'complex')), result('c')] : prompt,
  tools,
  ...more,
});
const answeredBy = async (routed: ReturnType<typeof setUp>['routed'], options: ModelOptions, id = 'auto') =>
  reportIn(await routed(id).doGenerate(options));

describe('a tool call on its way up', () => {
  it('says who made it and in which tier', async () => {
    const { routed } = setUp();
    const { content } = await routed('auto').doGenerate({ prompt: [user('Go')], tools });
    expect(content).toEqual([{ ...call, providerMetadata: { routed: { target: 'c', tier: 'complex' } } }]);
  });

  it('says so in a stream', async () => {
    const { routed } = setUp({ c: streamsTool });
    const { stream } = await routed('auto').doStream({ prompt: [user('Go')], tools });
    const parts: ModelPart[] = await readAll(stream);
    expect(parts.find(({ type }) => type === 'tool-call')).toMatchObject({
      providerMetadata: { routed: { target: 'c', tier: 'complex' } },
    });
  });

  it('says who stood in', async () => {
    const { routed } = setUp({ c: { error: httpError(503) }, b: callsTool });
    const { content } = await routed('auto').doGenerate({ prompt: [user('Go')], tools });
    expect(content[0]).toMatchObject({ providerMetadata: { routed: { target: 'b', tier: 'complex' } } });
  });

  it('says nothing where the target was forced', async () => {
    const { routed } = setUp();
    const { content } = await routed('c').doGenerate({ prompt: [user('Go')], tools });
    expect(content).toEqual([call]);
  });
});

describe('the next step of a tool loop', () => {
  it('would go elsewhere without a pin', async () => {
    const { routed } = setUp();
    const report = await answeredBy(routed, step({}, user('Go'), calls('c'), result('c')));
    expect(report).toMatchObject({ target: 'a', tier: 'simple' });
  });

  it('stays where it is, and says why; the target sees nothing of it', async () => {
    const { routed, models } = setUp();
    const report = await answeredBy(routed, step());
    expect(report).toMatchObject({ target: 'c', tier: 'complex', ruledTier: 'complex' });
    expect(report.reasons).toContain('tool loop: stays complex');
    expect(report.reasons).toContain('c is kept: it is in this tool loop');
    expect(JSON.stringify(models.c?.calls)).not.toContain('routed');
    expect(routed.explain(step())).toMatchObject({ tier: 'complex', reasons: report.reasons });
  });

  it('stays with who stood in, before the first of the list', async () => {
    const { routed } = setUp();
    const prompt = [user('Go'), calls('c', {}, pin('b', 'complex')), result('c')];
    expect(await answeredBy(routed, step({}, ...prompt))).toMatchObject({ target: 'b', tier: 'complex' });
  });

  it('is over with the next ask', async () => {
    const { routed } = setUp();
    const prompt = [user('Go'), calls('c', {}, pin('b', 'medium')), result('c'), user('And now?')];
    expect(await answeredBy(routed, step({}, ...prompt))).toMatchObject({ target: 'c', tier: 'complex' });
  });

  it('goes to the next of the tier while its target is left alone, and says so', async () => {
    const { routed } = setUp({ c: { error: httpError(503, { headers: { 'retry-after': '60' } }) } });
    await routed('auto').doGenerate({ prompt: [user('Go')], tools });
    const report = await answeredBy(routed, step());
    expect(report).toMatchObject({ target: 'b', tier: 'complex' });
    expect(report.reasons).toContainEqual(
      expect.stringMatching(/^c is not kept, though it is in this tool loop: refuses for another \d+ ms$/),
    );
  });

  it('leaves a target that cannot take the call', async () => {
    const { routed } = setUp({}, { extras: { c: { contextTokens: 1 } } });
    const report = await answeredBy(routed, step());
    expect(report).toMatchObject({ target: 'b', tier: 'complex' });
    expect(report.reasons.join()).toContain('c is not kept');
  });

  it.each([
    ['nobody', 'complex'],
    ['__proto__', 'complex'],
    ['c', 'huge'],
    ['b', 'constructor'],
    [{ id: 'c' }, 'complex'],
    ['a', 'complex'],
  ])('pays no heed to a pin of %j in %j', async (target, tier) => {
    const { routed } = setUp();
    const prompt = [user('Go'), calls('c', {}, pin(target, tier)), result('c')];
    const report = await answeredBy(routed, step({}, ...prompt));
    expect(report).toMatchObject({ target: 'a', tier: 'simple' });
    expect(report.reasons.join()).not.toContain('loop');
  });

  it('obeys the caller first: a target, a tier, a cap', async () => {
    const { routed } = setUp();
    const saying = (options: object) => step({ providerOptions: { routed: options } as never });
    expect(await answeredBy(routed, saying({ target: 'a' }))).toMatchObject({ target: 'a' });
    expect(await answeredBy(routed, saying({ tier: 'medium' }))).toMatchObject({
      target: 'c',
      tier: 'medium',
    });
    const prompt = [user('Go'), calls('c', {}, pin('b', 'complex')), result('c')];
    expect(await answeredBy(routed, step({}, ...prompt), 'simple')).toMatchObject({
      target: 'b',
      tier: 'simple',
    });
    const capped = setUp({}, { maxInputUsdPerMTok: 2 });
    expect(await answeredBy(capped.routed, step())).toMatchObject({ target: 'b' });
  });

  it('does not ask the judge again', async () => {
    const unsure: Classifier = {
      ...forgetful,
      classify: traits => ({ ...forgetful.classify(traits), confidence: 0.1 }),
    };
    const judge = scriptedModel({ script: 'simple' });
    const { routed } = setUp({}, { classifier: { use: unsure, judge } });
    expect(await answeredBy(routed, step())).toMatchObject({ target: 'c', tier: 'complex' });
    expect(judge.calls).toHaveLength(0);
    await routed('auto').doGenerate({ prompt: [user('Go')], tools });
    expect(judge.calls).toHaveLength(1);
  });
});

describe('a tool loop that stalls', () => {
  const stalled = (...pins: object[]) =>
    pins.flatMap((options, at) => [calls(`c${at}`, {}, options as never), result(`c${at}`, failure)]);
  const in_ = (tier: string, target: string) => pin(target, tier) as object;

  it('goes one tier up, with a reason, a warning and an event', async () => {
    const { routed, eventsOf } = setUp();
    const prompt = [user('Go'), ...stalled(in_('simple', 'a'), in_('simple', 'a'), in_('simple', 'a'))];
    const answer = await routed('auto').doGenerate(step({}, ...prompt));
    const because = '3 of the last 3 tool calls repeat or fail';
    expect(reportIn(answer)).toMatchObject({ target: 'b', tier: 'medium', ruledTier: 'simple' });
    expect(reportIn(answer).reasons).toContain(`one tier up: ${because}`);
    expect(answer.warnings).toContainEqual({
      type: 'other',
      message: `The tier was raised from simple to medium (${because}).`,
    });
    expect(eventsOf('escalated')).toMatchObject([{ from: 'simple', to: 'medium', reason: because }]);
    expect(routed.explain(step({}, ...prompt)).reasons).toContain(`one tier up: ${because}`);
  });

  it('stays up there, and goes on only when it stalls again', async () => {
    const { routed, eventsOf } = setUp();
    const simple = in_('simple', 'a');
    const medium = in_('medium', 'b');
    const once = [user('Go'), ...stalled(simple, simple, simple, medium)];
    expect(await answeredBy(routed, step({}, ...once))).toMatchObject({ target: 'b', tier: 'medium' });
    expect(eventsOf('escalated')).toEqual([]);
    const twice = [user('Go'), ...stalled(simple, simple, simple, medium, medium, medium)];
    expect(await answeredBy(routed, step({}, ...twice))).toMatchObject({ target: 'c', tier: 'complex' });
  });

  it('stays at the highest tier, and says so', async () => {
    const { routed, eventsOf } = setUp();
    const complex = in_('complex', 'b');
    const report = await answeredBy(routed, step({}, user('Go'), ...stalled(complex, complex, complex)));
    expect(report).toMatchObject({ target: 'b', tier: 'complex' });
    expect(report.reasons.join()).toContain('stalled at the highest tier');
    expect(eventsOf('escalated')).toEqual([]);
  });

  it('stays in the tier that the caller named', async () => {
    const { routed } = setUp();
    const simple = in_('simple', 'a');
    const report = await answeredBy(
      routed,
      step({}, user('Go'), ...stalled(simple, simple, simple)),
      'simple',
    );
    expect(report).toMatchObject({ target: 'a', tier: 'simple' });
  });
});
