import { describe, expect, it } from 'vitest';
import type { RoutedOptions } from '../../src/index.js';
import { createRouted, InvalidOptionsError } from '../../src/index.js';
import type { SandboxFault, SandboxOptions } from '../../src/sandbox/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { scriptedModel } from '../../src/testing/index.js';

const model = scriptedModel({ script: 'hello' });

async function refusalOf(work: () => unknown): Promise<InvalidOptionsError> {
  try {
    await work();
  } catch (error) {
    if (InvalidOptionsError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a wrong value is told with what is allowed in its place', () => {
  it.each<[string, unknown, string, string, readonly string[]]>([
    [
      'a name that is none, where a function would do too',
      { strategy: 'dearest' },
      'strategy',
      'got another string',
      ['tiered', 'cheapest', 'fastest', 'balanced', 'a function of the candidates'],
    ],
    [
      'a name that is none, where an object would do too',
      { classifier: 'clever' },
      'classifier',
      'got another string',
      ['learned', 'rules', 'an object', 'a classifier of your own ({ name, classify(traits) })'],
    ],
    [
      'a name in a list of names',
      { targets: { a: { preset: 'acme' } } },
      'targets.a.preset',
      'got another string',
      ['holysheep', 'openai', 'anthropic', 'deepseek'],
    ],
    ['true, where only false is an answer', { breaker: true }, 'breaker', 'got true', ['false', 'an object']],
    ['a number too small', { breaker: { windowMs: -1 } }, 'breaker.windowMs', 'got -1', ['a number > 0']],
    [
      'a number too large',
      { classifier: { confidenceThreshold: 2 } },
      'classifier.confidenceThreshold',
      'got 2',
      ['a number >= 0 and <= 1'],
    ],
    [
      'a fraction of a count',
      { retry: { maxAttempts: 1.5 } },
      'retry.maxAttempts',
      'got 1.5',
      ['a whole number > 0'],
    ],
    [
      'infinity',
      { timeout: { idleMs: Number.POSITIVE_INFINITY } },
      'timeout.idleMs',
      'got Infinity, which is not finite',
      ['a number > 0'],
    ],
    [
      'no number',
      { timeout: { idleMs: Number.NaN } },
      'timeout.idleMs',
      'got NaN, which is not finite',
      ['a number > 0'],
    ],
    ['a text for a number', { timeout: { idleMs: '5' } }, 'timeout.idleMs', 'got a string', ['a number > 0']],
    ['a text for a function', { onEvent: 'log' }, 'onEvent', 'got a string', ['a function']],
    ['an empty text', { name: '' }, 'name', 'got an empty string', ['a non-empty string']],
    [
      'an empty list',
      { routes: { simple: [], medium: ['gpt-4.1'], complex: ['gpt-4.1'] } },
      'routes.simple',
      'got an empty list',
      ['a non-empty list'],
    ],
    [
      'nothing, where something is due',
      { targets: { a: { model, price: { inputUsdPerMTok: 1 } } } },
      'targets.a.price.outputUsdPerMTok',
      'is missing',
      ['a number >= 0 and <= 10000'],
    ],
    [
      'an entry of a list',
      { routes: { simple: ['gpt-4.1', 5], medium: ['gpt-4.1'], complex: ['gpt-4.1'] } },
      'routes.simple[1]',
      'got 5',
      ['a non-empty string', 'an object'],
    ],
    [
      'a name that is empty',
      { targets: { '': model } },
      'targets',
      'holds a name that is not allowed',
      ['a non-empty string'],
    ],
    [
      'a model of a later version',
      { targets: { a: { ...model, specificationVersion: 'v9' } } },
      'targets.a',
      'is a language model of version "v9"',
      ['a language model of the AI SDK (LanguageModelV1, V2, V3 or V4)'],
    ],
    [
      'an object of a class',
      { headers: new Map() },
      'headers',
      'got an object that is not a plain one',
      ['an object of strings'],
    ],
    ['no options at all', null, '', 'got null', ['an object']],
  ])('%s', async (_, options, path, problem, allowed) => {
    const error = await refusalOf(() => createRouted(options as RoutedOptions));
    expect(error).toMatchObject({ path, allowed });
    expect(error.message).toBe(
      `Invalid option ${path || '(root)'}: ${problem}. Allowed: ${allowed.join(', ')}.`,
    );
  });

  it('of a call’s own options likewise', async () => {
    const error = await refusalOf(() => createRouted()('auto', { priority: 9 as never }));
    expect(error.path).toBe('settings.priority');
    expect(error.allowed).toEqual(['critical', 'high', 'normal', 'batch', '0', '1', '2', '3']);
    const long = await refusalOf(() => createRouted()('auto', { tenant: 'x'.repeat(300) }));
    expect(long.message).toMatch(/got a string of 300 characters.*at most 256 characters/);
  });

  it('and a text that was given is not repeated, since it may be a key', async () => {
    const error = await refusalOf(() => createRouted({ strategy: 'sk-hunter2' as never }));
    expect(error.message).not.toContain('hunter2');
  });
});

describe('the sandbox tells it in the same words', () => {
  it('of its options', async () => {
    const error = await refusalOf(() => startSandbox({ prot: 1 } as SandboxOptions));
    expect(error).toMatchObject({ path: 'prot', allowed: ['port', 'models', 'seed', 'latencyRatio'] });
    expect(error.message).toMatch(/unknown option/);
  });

  it('of a fault: the kinds there are, and the keys of the kind that was meant', async () => {
    const sandbox = await startSandbox();
    try {
      const set = (fault: unknown) => refusalOf(() => sandbox.setFault('gpt-4.1', fault as SandboxFault));
      const kind = await set({ kind: 'explode' });
      expect(kind.path).toBe('fault.kind');
      expect(kind.allowed).toEqual(expect.arrayContaining(['status', 'reset', 'hang', 'pings']));
      const key = await set({ kind: 'cut', afterChunk: 1, afterChunks: 1 });
      expect(key).toMatchObject({
        path: 'fault.afterChunk',
        allowed: ['kind', 'afterChunks', 'times', 'probabilityRatio'],
      });
      const status = await set({ kind: 'status', status: 42 });
      expect(status).toMatchObject({
        path: 'fault.status',
        allowed: ['a whole number >= 200 and <= 599'],
      });
    } finally {
      await sandbox.close();
    }
  });
});
