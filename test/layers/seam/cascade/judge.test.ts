import { expect, it } from 'vitest';
import { scriptedModel } from '../../../../src/testing/scripted-model.js';
import { reportIn } from '../../routed-harness.js';
import { always, asObject, badJson, cascading } from './setting.js';

it('what a judge was asked is none of the attempts that an answer may take', async () => {
  const { name, classify } = always('medium');
  const unsure = {
    name,
    classify: (...given: Parameters<typeof classify>) => ({ ...classify(...given), confidence: 0 }),
  };
  const { routed, eventsOf } = cascading(
    'simple',
    { a: badJson },
    { classifier: { use: unsure, judge: scriptedModel({ script: 'simple' }) }, retry: { maxAttempts: 2 } },
  );
  const { attempts } = reportIn(await routed('auto').doGenerate(asObject()));
  expect(attempts.map(({ target }) => target)).toEqual(['judge', 'a', 'b']);
  expect(eventsOf('attempt-start').map(event => 'attempt' in event && event.attempt)).toEqual([0, 1, 2]);
});
