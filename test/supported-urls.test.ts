import { expect, it } from 'vitest';
import { createRouted } from '../src/index.js';
import { scriptedModel } from '../src/testing/scripted-model.js';
import { ask } from './layers/routed-harness.js';

it.each<[string, () => unknown]>([
  ['rejects', () => Promise.reject(new Error('no URLs'))],
  [
    'throws',
    () => {
      throw new Error('no URLs');
    },
  ],
  ['says nothing', () => undefined],
  ['says nothing, late', async () => null],
])('a target that %s when asked for its URLs fetches none, and calls go on', async (_, tell) => {
  const model = Object.defineProperty(scriptedModel({ script: 'hello' }), 'supportedUrls', { get: tell });
  const routed = createRouted({ targets: { a: model } })('auto');
  expect(await routed.supportedUrls).toEqual({});
  expect((await routed.doGenerate(ask())).content).toEqual([{ type: 'text', text: 'hello' }]);
});
