import { describe, expect, it } from 'vitest';
import type { RoutedOptions } from '../src/index.js';
import { createRouted, InvalidOptionsError } from '../src/index.js';
import { scriptedModel } from '../src/testing/index.js';

const model = scriptedModel({ script: 'x' });
const refused = (path: string) =>
  expect.toSatisfy((error: unknown) => InvalidOptionsError.isInstance(error) && error.path === path);

describe('a name that could never be asked for is refused', () => {
  it.each(['auto', 'simple', 'medium', 'complex'])('%s, for a target and for an alias', name => {
    expect(() => createRouted({ targets: { [name]: model } })).toThrow(refused(`targets.${name}`));
    expect(() => createRouted({ aliases: { [name]: 'gpt-4.1' } })).toThrow(refused(`aliases.${name}`));
  });

  it('__proto__, which would get lost on the way', () => {
    const named = (value: string) => JSON.parse(`{"__proto__":${value}}`);
    expect(() => createRouted({ aliases: named('"gpt-4.1"') })).toThrow(refused('aliases'));
    const targets = Object.defineProperty({ a: model }, '__proto__', { value: model, enumerable: true });
    expect(() => createRouted({ targets } as RoutedOptions)).toThrow(refused('targets'));
  });

  it('but not one that looks like a preset’s model', () => {
    const target = 'openai/gpt-4.1';
    const [candidate] = createRouted({ targets: { [target]: model } }).explain('Hi', { target }).candidates;
    expect(candidate).toMatchObject({ target, model: model.modelId });
  });
});
