import { describe, expect, it } from 'vitest';
import { createRouted, InvalidOptionsError } from '../src/index.js';
import { createRouted as createRoutedV1 } from '../src/v1.js';
import { createRouted as createRoutedV2 } from '../src/v2.js';

describe('what is neither a text nor a call is refused as such', () => {
  it.each<[string, unknown, string]>([
    ['a number', 5, 'prompt'],
    ['nothing', undefined, 'prompt'],
    ['null', null, 'prompt'],
    ['a call without a prompt', { messages: [] }, 'prompt'],
    ['a call whose prompt is a text', { prompt: 'Hi' }, 'prompt'],
    ['a message that is a text', { prompt: ['Hi'] }, 'prompt[0].content'],
    [
      'a message of the SDK’s shorter kind',
      { prompt: [{ role: 'user', content: 'Hi' }] },
      'prompt[0].content',
    ],
  ])('%s, through every door', (_, ask, path) => {
    for (const routed of [createRouted(), createRoutedV1(), createRoutedV2()]) {
      const wrong = expect.toSatisfy(
        (error: unknown) => InvalidOptionsError.isInstance(error) && error.path === path,
      );
      expect(() => routed.classify(ask as string)).toThrow(wrong);
      expect(() => routed.explain(ask as string)).toThrow(wrong);
    }
  });

  it('and a text is the same as the call that holds it', () => {
    const routed = createRouted();
    const prompt = [
      { role: 'system' as const, content: 'Be short.' },
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Translate: Hello' }] },
    ];
    expect(routed.classify({ prompt })).toEqual(routed.classify('Translate: Hello'));
  });
});
