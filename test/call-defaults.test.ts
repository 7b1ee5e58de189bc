import { describe, expect, it } from 'vitest';
import type { RoutedOptions, TargetOptions } from '../src/index.js';
import { createRouted, InvalidOptionsError } from '../src/index.js';
import { scriptedModel } from '../src/testing/index.js';
import { ask } from './layers/routed-harness.js';

const every: NonNullable<TargetOptions['defaults']> = {
  maxOutputTokens: 100,
  temperature: 0.2,
  topP: 0.9,
  topK: 40,
  presencePenalty: 0.1,
  frequencyPenalty: 0.1,
  stopSequences: ['END'],
  seed: 7,
  reasoning: 'low',
  headers: { 'x-feature': 'search' },
  providerOptions: { openai: { user: 'u', nested: { deep: [1] } } },
};

describe('defaults of a target or a route entry', () => {
  it('may hold every setting of a call, and reach the model as they are', async () => {
    const model = scriptedModel({ script: 'x' });
    const routed = createRouted({ targets: { a: { model, defaults: every } } });
    await routed('auto').doGenerate(ask());
    expect(model.calls[0]).toMatchObject(every);
  });

  it.each<[string, object, string]>([
    ['a name that is misspelt', { temprature: 1 }, 'temprature'],
    ['a text for a number', { temperature: '1' }, 'temperature'],
    ['an effort that is none', { reasoning: 'wild' }, 'reasoning'],
    ['what a plan was made without', { tools: [] }, 'tools'],
    ['provider options that are no object', { providerOptions: { openai: 5 } }, 'providerOptions.openai'],
  ])('refuse %s, at both places', (_, defaults, path) => {
    const model = scriptedModel({ script: 'x' });
    const entry = { target: 'a', defaults };
    const wrong: [unknown, string][] = [
      [{ targets: { a: { model, defaults } } }, 'targets.a.defaults'],
      [
        { targets: { a: model }, routes: { simple: ['a'], medium: ['a'], complex: [entry] } },
        'routes.complex[0].defaults',
      ],
    ];
    for (const [options, root] of wrong)
      expect(() => createRouted(options as RoutedOptions)).toThrow(
        expect.toSatisfy(
          (error: unknown) => InvalidOptionsError.isInstance(error) && error.path === `${root}.${path}`,
        ),
      );
  });
});
