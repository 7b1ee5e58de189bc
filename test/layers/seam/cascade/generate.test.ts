import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../../../src/core/model.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { calls as callsOf, result, tools, user } from '../../../prompt/step/prompts.js';
import { ask, connectionError, httpError, outcomeOf, reportIn } from '../../routed-harness.js';
import {
  asObject,
  badJson,
  cascading,
  ended,
  goodJson,
  routes,
  schema,
  textOfResult,
  told,
} from './setting.js';

const story = (more: Partial<ModelOptions> = {}) => ask('Tell a story', more);
const cut = ended('Once upon a', 'length');
const whole = 'Once upon a time. The end.';

const problems: readonly [string, Script, ModelOptions, Script, string][] = [
  ['is prose', 'Ada is 36.', asObject(), goodJson, 'the answer is no JSON'],
  ['is JSON in a fence', `\`\`\`json\n${goodJson}\n\`\`\``, asObject(), goodJson, 'the answer is no JSON'],
  ['is empty', '', asObject(), goodJson, 'the answer is no JSON'],
  ['has a wrong type', badJson, asObject(), goodJson, 'the answer does not match its JSON schema (type)'],
  [
    'lacks a property',
    '{"name":"Ada"}',
    asObject(),
    goodJson,
    'the answer does not match its JSON schema (required)',
  ],
  [
    'is JSON that was cut',
    ended('{"name": "A', 'length'),
    asObject({ maxOutputTokens: 7 }),
    goodJson,
    'the JSON was cut at its length limit',
  ],
  [
    'is no JSON where any JSON will do',
    'Sure!',
    ask('Some JSON', { responseFormat: { type: 'json' } }),
    '{}',
    'the answer is no JSON',
  ],
  ['was cut', cut, story(), whole, 'the answer was cut at its length limit'],
];

describe('an answer that is no good', () => {
  it.each(problems)(
    'because it %s is replaced by that of the tier above',
    async (_, weak, call, strong, problem) => {
      const { routed, eventsOf, models } = cascading('simple', { a: weak, b: strong });
      const answer = await routed('auto').doGenerate(call);
      expect(textOfResult(answer)).toBe(typeof strong === 'string' ? strong : '');
      const report = reportIn(answer);
      expect(report).toMatchObject({
        target: 'b',
        tier: 'medium',
        ruledTier: 'simple',
        attempts: [
          { target: 'a', outcome: 'ok' },
          { target: 'b', outcome: 'ok' },
        ],
        reasons: ['as ever', `escalated from simple to medium: ${problem}`],
      });
      expect(eventsOf('escalated')).toMatchObject([{ from: 'simple', to: 'medium', reason: problem }]);
      expect(answer.warnings).toEqual([
        { type: 'other', message: `The tier was raised from simple to medium (${problem}).` },
      ]);
      expect(models.c?.calls).toEqual([]);
    },
  );

  it('of the highest tier is that of the tier below, where it began', async () => {
    const { routed, eventsOf } = cascading('complex', { b: badJson });
    const answer = await routed('auto').doGenerate(asObject());
    expect(reportIn(answer)).toMatchObject({
      target: 'c',
      tier: 'complex',
      ruledTier: 'complex',
      reasons: [
        'as ever',
        'cascade: begins medium, checked',
        'escalated from medium to complex: the answer does not match its JSON schema (type)',
      ],
    });
    expect(answer.warnings).toEqual([]);
    expect(eventsOf('classified')).toMatchObject([{ tier: 'medium', ruledTier: 'complex' }]);
    expect(eventsOf('escalated')).toMatchObject([{ from: 'medium', to: 'complex' }]);
  });

  it('is replaced once: that of the tier above is not checked', async () => {
    const { routed, models } = cascading('simple', { a: 'prose', b: 'more prose' });
    expect(textOfResult(await routed('auto').doGenerate(asObject()))).toBe('more prose');
    expect(models.c?.calls).toEqual([]);
  });

  it('tells nobody what it was', async () => {
    const secret = 'swordfish';
    const { routed, events } = cascading('simple', { a: `{"${secret}": "${secret}"}` });
    const answer = await routed('auto').doGenerate(asObject());
    expect(JSON.stringify([events, answer])).not.toContain(secret);
  });
});

describe('an answer that is good', () => {
  it.each<[string, Script, ModelOptions]>([
    ['matches the schema', goodJson, asObject()],
    ['is whole', whole, story()],
    ['reaches a limit of the call’s own', cut, story({ maxOutputTokens: 3 })],
    ['is JSON where any will do', '[]', ask('JSON', { responseFormat: { type: 'json' } })],
    [
      'has a part that says nothing of what it is',
      { result: { content: [{} as never, { type: 'text', text: goodJson }], ...stops(), warnings: [] } },
      asObject(),
    ],
    ['calls a tool', { result: { content: [call()], ...stops(), warnings: [] } }, asObject({ tools })],
  ])('because it %s is handed on', async (_, script, options) => {
    const { routed, models, eventsOf } = cascading('simple', { a: script });
    const answer = await routed('auto').doGenerate(options);
    expect(reportIn(answer)).toMatchObject({ target: 'a', tier: 'simple' });
    expect(answer.warnings).toEqual([]);
    expect([models.b?.calls.length, eventsOf('escalated').length]).toEqual([0, 0]);
  });

  it('of a call of the highest tier with a schema is that of the tier below', async () => {
    const { routed } = cascading('complex', {});
    expect(reportIn(await routed('auto').doGenerate(asObject()))).toMatchObject({
      target: 'b',
      tier: 'medium',
      ruledTier: 'complex',
    });
  });
});

describe('what cannot be checked is handed on, with one event', () => {
  it.each<[string, object]>([
    ['a reference to elsewhere', { $ref: 'https://schemas.example/person.json' }],
    ['a reference without an end', { $ref: '#' }],
    ['no schema at all', { properties: [], type: 'object', allOf: [7] }],
    ['a schema that is too large', { anyOf: Array.from({ length: 10_001 }, () => ({})) }],
  ])('%s', async (_, odd) => {
    const { routed, eventsOf, models } = cascading('simple', { a: badJson });
    const answer = await routed('auto').doGenerate(
      asObject({ responseFormat: { type: 'json', schema: odd as never } }),
    );
    expect(reportIn(answer).target).toBe('a');
    expect(answer.warnings).toEqual([]);
    expect(eventsOf('warning')).toMatchObject([
      { message: 'The answer was not checked: its JSON schema cannot be checked.' },
    ]);
    expect(models.b?.calls).toEqual([]);
  });

  it('an answer that is too long', async () => {
    const { routed, eventsOf } = cascading('simple', { a: `"${'x'.repeat(262_143)}"` });
    expect(reportIn(await routed('auto').doGenerate(asObject())).target).toBe('a');
    expect(eventsOf('warning')).toMatchObject([
      { message: 'The answer was not checked: the answer is too long.' },
    ]);
  });
});

describe('no answer is checked', () => {
  const inLoop: ModelOptions = {
    ...asObject({ tools }),
    prompt: [user('Go'), callsOf('c', {}), result('c')],
  };
  const provider = { type: 'provider', id: 'x.search', name: 'search', args: {} } as const;
  it.each<[string, ModelOptions, object, string?]>([
    ['where the cascade is off', asObject(), { cascade: false }],
    ['in a tier that is not named', asObject(), { cascade: { routes: ['medium', 'complex'] } }],
    ['where the target is forced', asObject(told({ target: 'a' })), {}],
    ['by a model id that is a target', asObject(), {}, 'a'],
    ['where fallback is off', asObject(told({ fallback: false })), {}],
    ['in a tool loop', inLoop, {}],
    [
      'in a tool loop, behind a harness’s reminder',
      { ...inLoop, prompt: [...inLoop.prompt, user('<system-reminder>Be quick.</system-reminder>')] },
      {},
    ],
    ['with tools that the provider runs', asObject({ tools: [provider] }), {}],
  ])('%s', async (_, options, more, id = 'auto') => {
    const { routed, eventsOf } = cascading('simple', { a: badJson }, more);
    const answer = await routed(id).doGenerate(options);
    expect(textOfResult(answer)).toBe(badJson);
    expect([answer.warnings, eventsOf('escalated')]).toEqual([[], []]);
  });

  it('where the caller gave the highest tier, and it stands', async () => {
    const { routed } = cascading('simple', { c: badJson });
    expect(reportIn(await routed('complex').doGenerate(asObject()))).toMatchObject({
      target: 'c',
      tier: 'complex',
    });
  });

  it('of the highest tier without a schema, which begins where it is', async () => {
    const { routed } = cascading('complex', { c: cut });
    expect(reportIn(await routed('auto').doGenerate(story())).target).toBe('c');
  });

  it('but a tier that the caller gave goes up', async () => {
    const { routed, eventsOf } = cascading('complex', { a: badJson });
    expect(reportIn(await routed('simple').doGenerate(asObject())).target).toBe('b');
    expect(eventsOf('escalated')).toHaveLength(1);
  });
});

describe('when nobody can replace it', () => {
  it.each<[string, Script, string]>([
    ['an error', { error: httpError(500) }, 'b did not answer'],
    ['a refused connection', { error: connectionError() }, 'b did not answer'],
    ['a caller’s fault', { error: httpError(400) }, 'b did not answer'],
    ['a model that throws nothing at all', { error: undefined }, 'b did not answer'],
  ])('because of %s, the first answer stands', async (_, b, why) => {
    const { routed, eventsOf } = cascading('simple', { a: badJson, b });
    const answer = await routed('auto').doGenerate(asObject());
    expect(textOfResult(answer)).toBe(badJson);
    expect(reportIn(answer)).toMatchObject({
      target: 'a',
      tier: 'simple',
      attempts: [
        { target: 'a', outcome: 'ok' },
        { target: 'b', outcome: 'failed' },
      ],
      reasons: ['as ever'],
    });
    expect(answer.warnings).toEqual([
      {
        type: 'other',
        message: `The answer does not match its JSON schema (type), and was not replaced: ${why}.`,
      },
    ]);
    expect(eventsOf('call-end')).toMatchObject([{ outcome: 'ok' }]);
  });

  it.each<[string, object, Partial<ModelOptions>, string]>([
    [
      'maxCostUsd pays for one',
      {},
      { maxOutputTokens: 500, ...told({ maxCostUsd: 0.002 }) },
      'b: maxCostUsd',
    ],
    ['it is over a price cap', { maxInputUsdPerMTok: 1.5 }, {}, 'b: '],
    [
      'it has no price, and there is a budget',
      { budget: { overall: { perDayUsd: 1 } }, extras: { b: { price: undefined } } },
      { maxOutputTokens: 50 },
      'b: has no price',
    ],
    ['it takes no tools', { extras: { b: { supports: { tools: false } } } }, { tools }, 'b: takes no tools'],
    ['it is the same target', { routes: { ...routes, medium: ['a'] } }, {}, 'there is no other target'],
    ['the attempts are used up', { retry: { maxAttempts: 1 } }, {}, 'retry.maxAttempts are used up'],
    [
      'it is expected too late',
      { extras: { b: { expectedFirstContentMs: 900 } } },
      told({ deadlineMs: 800 }),
      'no other target is expected within the deadline',
    ],
  ])('because %s, it is not asked', async (_, more, call, why) => {
    const { routed, models, eventsOf } = cascading('simple', { a: badJson }, more);
    const answer = await routed('auto').doGenerate(asObject(call));
    expect(textOfResult(answer)).toBe(badJson);
    expect(JSON.stringify(answer.warnings)).toContain(`and was not replaced: ${why}`);
    expect([models.b?.calls.length, eventsOf('escalated').length]).toEqual([0, 0]);
  });

  it('because its circuit is open, it is not asked', async () => {
    const made = cascading(
      'simple',
      { a: badJson, b: { error: httpError(500) } },
      { breaker: { consecutiveFailures: 1 } },
    );
    await made.routed('auto').doGenerate(asObject());
    await made.routed('auto').doGenerate(asObject());
    expect(made.models.b?.calls).toHaveLength(1);
  });

  it('who writes no longer answers is not asked about one that was cut; the next one is', async () => {
    const made = cascading(
      'simple',
      { a: cut, c: whole },
      {
        routes: { ...routes, medium: ['b', 'c'] },
        extras: { a: { maxOutputTokens: 3 }, b: { maxOutputTokens: 3 }, c: { maxOutputTokens: 4 } },
      },
    );
    expect(reportIn(await made.routed('auto').doGenerate(story())).target).toBe('c');
    const none = cascading(
      'simple',
      { a: cut },
      { extras: { a: { maxOutputTokens: 3 }, b: { maxOutputTokens: 3 } } },
    );
    const { warnings } = await none.routed('auto').doGenerate(story());
    expect(JSON.stringify(warnings)).toContain('no other target writes a longer answer');
  });

  it('who has failed at the call before is not asked', async () => {
    const made = cascading(
      'simple',
      { a: badJson, b: { error: httpError(500) } },
      { routes: { simple: ['b', 'a'], medium: ['b', 'c'], complex: ['c'] } },
    );
    expect(reportIn(await made.routed('auto').doGenerate(asObject()))).toMatchObject({
      target: 'c',
      attempts: [{ target: 'b' }, { target: 'a' }, { target: 'c' }],
    });
    expect(made.models.b?.calls).toHaveLength(1);
  });

  it('the same target is, if it is to think harder', async () => {
    const made = cascading(
      'simple',
      { a: [badJson, goodJson] },
      {
        routes: {
          simple: [{ target: 'a', reasoning: 'low' }],
          medium: [{ target: 'a', reasoning: 'high' }],
          complex: ['c'],
        },
      },
    );
    const answer = await made.routed('auto').doGenerate(asObject());
    expect(textOfResult(answer)).toBe(goodJson);
    expect(made.models.a?.calls.map(({ reasoning }) => reasoning)).toEqual(['low', 'high']);
    expect(made.routed.explain(asObject()).cascade?.escalation?.target).toBe('a');
  });

  it('a strategy that fails there loses nothing', async () => {
    const { routed } = cascading(
      'simple',
      { a: badJson },
      { strategy: candidates => (candidates[0]?.target.id === 'b' ? (7 as never) : candidates) },
    );
    const answer = await routed('auto').doGenerate(asObject());
    expect(textOfResult(answer)).toBe(badJson);
    expect(JSON.stringify(answer.warnings)).toContain('was not replaced');
  });
});

describe('while the tier above answers', () => {
  it('a deadline that passes leaves the first answer', async () => {
    const { routed, world } = cascading('simple', { a: { text: badJson, afterMs: 100 }, b: 'hang' });
    const answering = outcomeOf(routed('auto').doGenerate(asObject(told({ deadlineMs: 500 }))));
    await world.advance(499);
    expect(answering.isDone).toBe(false);
    await world.advance(1);
    expect(answering.value && textOfResult(answering.value)).toBe(badJson);
    expect(answering.value && reportIn(answering.value)).toMatchObject({
      target: 'a',
      attempts: [
        { target: 'a', outcome: 'ok' },
        { target: 'b', outcome: 'failed', errorClass: 'deadline' },
      ],
    });
    expect(world.pendingTimers).toBe(0);
  });

  it('an abort is rethrown as it came, and both attempts are charged', async () => {
    const { routed, world, eventsOf } = cascading('simple', { a: badJson, b: 'hang' });
    const controller = new AbortController();
    const answering = outcomeOf(routed('auto').doGenerate(asObject({ abortSignal: controller.signal })));
    await world.settle();
    const reason = new Error('gone');
    controller.abort(reason);
    await world.settle();
    expect(answering.error).toBe(reason);
    expect(eventsOf('call-end')).toMatchObject([
      { outcome: 'cancelled', report: { attempts: [{ outcome: 'ok' }, { outcome: 'cancelled' }] } },
    ]);
    expect(world.pendingTimers).toBe(0);
  });

  it('two calls do not see each other', async () => {
    const made = cascading('simple', {
      a: call => ({ text: call === 0 ? badJson : goodJson, afterMs: 10 }),
      b: { text: '{"name":"B","age":1}', afterMs: 10 },
    });
    const answers = Promise.all([1, 2].map(() => made.routed('auto').doGenerate(asObject())));
    await made.world.advance(100);
    expect((await answers).map(answer => reportIn(answer).target)).toEqual(['b', 'a']);
    expect((await answers).map(answer => reportIn(answer).tier)).toEqual(['medium', 'simple']);
  });
});

it('a schema of the application’s own stays as it was', async () => {
  const frozen = Object.freeze({ ...schema, properties: Object.freeze({ ...schema.properties }) });
  const before = Object.getOwnPropertyNames(frozen);
  const { routed, eventsOf } = cascading('simple', { a: badJson });
  await routed('auto').doGenerate(asObject({ responseFormat: { type: 'json', schema: frozen as never } }));
  expect(Object.getOwnPropertyNames(frozen)).toEqual(before);
  expect(eventsOf('escalated')).toHaveLength(1);
});

function call() {
  return { type: 'tool-call', toolCallId: 'c', toolName: 'read', input: '{}' } as const;
}
function stops() {
  return {
    finishReason: { unified: 'tool-calls', raw: undefined } as const,
    usage: {
      inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 1, text: 1, reasoning: 0 },
    },
  };
}
