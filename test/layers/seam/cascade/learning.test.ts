import { describe, expect, it } from 'vitest';
import type { Classifier } from '../../../../src/core/classification.js';
import { createRouted } from '../../../../src/routed.js';
import { fakeWorld } from '../../../../src/testing/fake-world.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { scriptedModel } from '../../../../src/testing/scripted-model.js';
import { httpError, reportIn } from '../../routed-harness.js';
import { always, asObject, badJson, cascading, ended, goodJson, told } from './setting.js';

const twoAbove = { simple: ['a'], medium: ['b', 'c'], complex: ['c'] };
const cascadingTo = (routes: typeof twoAbove) =>
  cascading('simple', { a: badJson }, { routes, learning: {} });

const { name, classify } = always('simple');
/** A weak model is expected to do well. */
const easy: Classifier = { name, classify: traits => ({ ...classify(traits), score: 0.1 }) };

describe('an escalation and what use has taught', () => {
  it('goes where the task has gone well, as explain says', async () => {
    const { routed } = cascadingTo(twoAbove);
    const expected = () => routed.explain(asObject()).cascade?.escalation?.target;
    for (let at = 0; at < 3; at++) {
      const { callId, target } = reportIn(await routed('auto').doGenerate(asObject()));
      expect(target).toBe('b');
      await routed.feedback(callId, { score: 0 });
    }
    expect(expected()).toBe('c');
    expect(reportIn(await routed('auto').doGenerate(asObject())).target).toBe('c');
  });

  it('is no new ask: who asks the same all day is a machine, whether its answers are escalated or not', async () => {
    const { routed, world, eventsOf } = cascadingTo(twoAbove);
    for (let at = 0; at < 5; at++) {
      await routed('auto').doGenerate(asObject(told({ session: 's' })));
      await world.advance(1_000);
    }
    const retries = eventsOf('feedback-received').filter(event => 'from' in event && event.from === 'retry');
    expect(retries.map(({ callId }) => callId)).toEqual(['call-1']);
  });

  it('asks chance nothing: a call explores where it begins', async () => {
    let draws = 0;
    const quiet = fakeWorld();
    const world = {
      ...quiet,
      random() {
        draws++;
        return quiet.random();
      },
    };
    const target = (id: string, script: string, usd: number) => ({
      model: scriptedModel({ script, modelId: id, provider: id }),
      price: { inputUsdPerMTok: usd, outputUsdPerMTok: usd },
    });
    const routed = createRouted({
      world,
      targets: { a: target('a', badJson, 1), b: target('b', goodJson, 2), c: target('c', goodJson, 3) },
      routes: twoAbove,
      classifier: always('simple'),
      cascade: {},
      learning: { explorationRatio: 0.1 },
    });
    const { attempts } = reportIn(await routed('auto').doGenerate(asObject()));
    expect(attempts.map(({ target: id }) => id)).toEqual(['a', 'b']);
    expect(draws).toBe(1);
  });

  it.each<[string, Script, Script, boolean]>([
    ['is no good and stands', badJson, { error: httpError(400) }, true],
    ['is good', goodJson, goodJson, false],
    ['was cut, as any other would be', ended('{', 'length'), { error: httpError(400) }, false],
  ])('an answer that %s counts so', async (_, weak, strong, isBad) => {
    const routes = { simple: ['a', 'd'], medium: ['b'], complex: ['c'] };
    const made = cascading(
      'simple',
      { a: weak, b: strong, d: goodJson },
      {
        routes,
        learning: {},
        classifier: easy,
      },
    );
    for (let at = 0; at < 20; at++) await made.routed('auto').doGenerate(asObject());
    expect(made.routed.explain(asObject()).candidates[0]?.target).toBe(isBad ? 'd' : 'a');
    expect(made.eventsOf('feedback-received').length > 0).toBe(isBad);
  });

  it('counts against the tier that gave the answer, where the caller named the tier', async () => {
    const routes = { simple: ['a', 'd'], medium: ['b'], complex: ['c'] };
    const made = cascading('simple', { a: badJson, d: goodJson }, { routes, learning: {} });
    for (let at = 0; at < 20; at++) await made.routed('simple').doGenerate(asObject());
    const { candidates } = made.routed.explain(asObject(), { tier: 'simple' });
    expect(candidates.map(({ target }) => target)).toEqual(['d', 'a']);
  });
});
