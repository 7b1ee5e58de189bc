import { describe, expect, it } from 'vitest';
import type { Classifier, Tier } from '../../../src/core/classification.js';
import { InvalidOptionsError } from '../../../src/core/errors.js';
import type { ModelOptions } from '../../../src/core/model.js';
import { ask, harness, httpError, outcomeOf, readAll, reportIn } from '../routed-harness.js';

/** The tier is what the ask says. */
const told: Classifier = {
  name: 'told',
  classify: ({ ask: text }) => ({
    tier: text.split(' ')[0] as Tier,
    score: 0.5,
    confidence: 1,
    task: 'other',
    reasons: [],
  }),
};
const routes = { simple: ['a', 'b'], medium: ['b', 'c'], complex: ['c', 'b'] };
const long = 'word '.repeat(8_000);
const answer = (cacheReadTokens: number) => ({
  text: 'yes',
  usage: { inputTokens: 8_000, outputTokens: 10, cacheReadTokens },
});
/** Prices 1, 2 and 3; what is cached costs a tenth. */
const price = (usd: number) => ({
  price: { inputUsdPerMTok: usd, outputUsdPerMTok: usd, cacheReadUsdPerMTok: usd / 10 },
});
const setUp = (scripts = {}, more: object = {}) =>
  harness(
    { a: answer(0), b: answer(8_000), c: answer(8_000), ...scripts },
    { routes, classifier: told, extras: { a: price(1), b: price(2), c: price(3) }, ...more },
  );
const saying = (tier: Tier, session: unknown = 's', more: object = {}, text = long): ModelOptions =>
  ask(`${tier} ${text}`, {
    maxOutputTokens: 100,
    providerOptions: { routed: { session, ...more } as never },
  });

describe('a session', () => {
  it('stays with a stronger model while its cache makes it cheaper, and explain says so', async () => {
    const { routed } = setUp();
    expect(reportIn(await routed('auto').doGenerate(saying('medium')))).toMatchObject({ target: 'b' });
    const report = reportIn(await routed('auto').doGenerate(saying('simple')));
    expect(report).toMatchObject({ target: 'b', tier: 'simple' });
    expect(report.reasons).toContainEqual(
      expect.stringMatching(
        /^b is kept: its session is there \(0\.00\d+ USD with 8000 cached tokens, against 0\.0\d+ USD at a\)$/,
      ),
    );
    const { providerOptions: _, ...call } = saying('simple');
    expect(routed.explain(call, { session: 's' }).reasons.join()).toContain('b is kept');
    expect(routed.explain(call).candidates[0]?.target).toBe('a');
  });

  it('stays in a stream, too', async () => {
    const { routed } = setUp();
    const first = await routed('auto').doStream(saying('medium'));
    await readAll(first.stream);
    expect(reportIn(await routed('auto').doGenerate(saying('simple')))).toMatchObject({ target: 'b' });
  });

  it('that is at a stronger tier than the chain knows is kept with a tier of its own', async () => {
    const { routed } = setUp();
    await routed('auto').doGenerate(saying('complex'));
    const report = reportIn(await routed('auto').doGenerate(saying('simple')));
    expect(report).toMatchObject({ target: 'c', tier: 'simple' });
  });

  it('moves where there is nothing to lose, and says what it saves', async () => {
    const { routed } = setUp();
    await routed('auto').doGenerate(saying('medium'));
    const report = reportIn(await routed('auto').doGenerate(saying('simple', 's', {}, 'word '.repeat(4))));
    // All of a short prompt may be cached, and still its answer is cheaper elsewhere.
    expect(report.target).toBe('a');
    expect(report.reasons.join()).toMatch(/the session moves to a: .+ USD, against .+ USD at b/);
  });

  it('moves when its cache is gone', async () => {
    const { routed, world } = setUp();
    await routed('auto').doGenerate(saying('medium'));
    await world.advance(5 * 60_000 + 1);
    expect(reportIn(await routed('auto').doGenerate(saying('simple')))).toMatchObject({ target: 'a' });
  });

  it('moves when its model turns out not to cache', async () => {
    const { routed } = setUp({ b: answer(0) });
    const targets: unknown[] = [];
    for (const tier of ['medium', 'simple', 'simple'] as const)
      targets.push(reportIn(await routed('auto').doGenerate(saying(tier))).target);
    expect(targets).toEqual(['b', 'b', 'a']);
  });

  it('gives way to a call that takes a stronger model', async () => {
    const { routed } = setUp();
    await routed('auto').doGenerate(saying('medium'));
    const report = reportIn(await routed('auto').doGenerate(saying('complex')));
    expect(report).toMatchObject({ target: 'c', tier: 'complex' });
    expect(report.reasons).toContain('the session leaves b: a complex call takes a stronger model');
  });

  it('goes on at the target that stood in', async () => {
    const { routed } = setUp({ b: [{ error: httpError(503) }, answer(0)] }, { retry: false });
    expect(reportIn(await routed('auto').doGenerate(saying('medium')))).toMatchObject({ target: 'c' });
    expect(reportIn(await routed('auto').doGenerate(saying('medium')))).toMatchObject({ target: 'c' });
  });

  it('has at the target that went on with an answer what that target read, not what both did', async () => {
    const cut = {
      parts: [
        { type: 'text-start', id: '0' },
        { type: 'text-delta', id: '0', delta: 'The first half ' },
      ],
    };
    const { routed } = setUp({ b: cut }, { continuation: {} });
    const first = await routed('auto').doStream(saying('medium'));
    expect(reportIn((await readAll(first.stream)).at(-1) as never)).toMatchObject({ target: 'c' });
    const { providerOptions: _, ...call } = saying('simple');
    const { reasons } = routed.explain(call, { session: 's' });
    expect(reasons.join()).toMatch(/c is (kept|left): its session is there \(.*with 8000 cached tokens/);
  });

  it('is left while its target is out, with the reason', async () => {
    const other = setUp({
      b: [answer(8_000), { error: httpError(503, { headers: { 'retry-after': '60' } }) }],
    });
    await other.routed('auto').doGenerate(saying('medium'));
    await other.routed('auto').doGenerate(saying('medium', 'another'));
    const report = reportIn(await other.routed('auto').doGenerate(saying('simple')));
    expect(report.target).toBe('a');
    expect(report.reasons.join()).toContain('b is not kept, though its session is there: refuses');
  });

  it('is one of its tenant, and of its name', async () => {
    const { routed } = setUp();
    await routed('auto').doGenerate(saying('medium', 's', { tenant: 'one' }));
    const of = async (session: string, tenant: string) =>
      reportIn(await routed('auto').doGenerate(saying('simple', session, { tenant }))).target;
    expect(await of('s', 'two')).toBe('a');
    expect(await of('t', 'one')).toBe('a');
    expect(await of('s', 'one')).toBe('b');
  });

  it('is not moved by the title of its chat', async () => {
    const { routed } = setUp();
    await routed('auto').doGenerate(saying('medium'));
    const titled = ask('Generate a title for this conversation.\nUser: hi', {
      providerOptions: { routed: { session: 's' } },
    });
    expect(reportIn(await routed('auto').doGenerate(titled))).toMatchObject({ target: 'a', task: 'title' });
    expect(reportIn(await routed('auto').doGenerate(saying('simple')))).toMatchObject({ target: 'b' });
  });

  it.each(['', 7, 'x'.repeat(257)])('is refused where it is no name: %j', async session => {
    const { routed, models } = setUp();
    const { error } = await settled(routed('auto').doGenerate(saying('simple', session)));
    expect(InvalidOptionsError.isInstance(error)).toBe(true);
    expect(models.a?.calls).toEqual([]);
  });
});

describe('what an answer will cost', () => {
  it('follows the length of what came before, for the task and the target', async () => {
    const { routed } = setUp();
    const costOf = () => routed.explain('simple word').candidates.map(one => one.expectedCostUsd);
    const [before, other] = costOf();
    for (let call = 0; call < 20; call++) await routed('auto').doGenerate(ask('simple word'));
    const [after, still] = costOf();
    expect(after as number).toBeLessThan(before as number);
    expect(still).toBe(other);
  });
});

async function settled(promise: PromiseLike<unknown>) {
  const outcome = outcomeOf(promise);
  await new Promise(resolve => setImmediate(resolve));
  return outcome;
}
