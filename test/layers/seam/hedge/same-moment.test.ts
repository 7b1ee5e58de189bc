import { expect, it } from 'vitest';
import type { Model } from '../../../../src/core/model.js';
import { ask, connectionError, harness } from '../../routed-harness.js';
import { always, expectSound, of } from './play.js';

it('an attempt that fails in the moment in which the other answers ends once', async () => {
  const ground = harness({ a: 'never', b: 'fine' }, always);
  let open: () => void = () => {};
  const gate = new Promise<void>(resolve => {
    open = resolve;
  });
  const { a, b } = ground.models as unknown as Record<string, { doGenerate: Model['doGenerate'] }>;
  const answer = b!.doGenerate.bind(b);
  a!.doGenerate = () =>
    gate.then(() => {
      throw connectionError();
    });
  const ready = await answer(ask());
  b!.doGenerate = () => gate.then(() => ready);
  const answering = ground.routed('auto').doGenerate(ask());
  await ground.world.advance(600);
  open();
  await answering;
  expect(of(ground, 'attempt-end').map(({ target, outcome }) => [target, outcome])).toEqual([
    ['a', 'failed'],
    ['b', 'ok'],
  ]);
  expectSound(ground);
});
