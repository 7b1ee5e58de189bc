import type { Classifier, Tier } from '../../../../src/core/classification.js';
import type { ModelOptions, ModelPart, ModelResult } from '../../../../src/core/model.js';
import type { Script } from '../../../../src/testing/scripted-model.js';
import { ask, harness } from '../../routed-harness.js';

/** Judges every call alike, and is sure of it. */
export const always = (tier: Tier): Classifier => ({
  name: 'always',
  classify: () => ({ tier, score: 0.5, confidence: 1, task: 'other', reasons: ['as ever'] }),
});

export const routes = { simple: ['a'], medium: ['b'], complex: ['c'] };

type Scripts = Parameters<typeof harness>[0];
type Options = NonNullable<Parameters<typeof harness>[1]>;

/** One target per tier; each call is of `tier`, and answers are checked. */
export const cascading = (tier: Tier, scripts: Scripts, options: Options = {}) =>
  harness(
    { a: goodJson, b: goodJson, c: goodJson, ...scripts },
    { routes, classifier: always(tier), cascade: {}, retry: { maxAttemptsPerTarget: 1 }, ...options },
  );

export const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'number' } },
  required: ['name', 'age'],
  additionalProperties: false,
} as const;

export const goodJson = '{"name": "Ada", "age": 36}';
export const badJson = '{"name": "Ada", "age": "36"}';

export const asObject = (more: Partial<ModelOptions> = {}): ModelOptions =>
  ask('Extract the name and the age: I am Ada, 36.', {
    responseFormat: { type: 'json', schema: schema as never },
    ...more,
  });

export const told = (settings: object): Partial<ModelOptions> => ({
  providerOptions: { routed: settings as never },
});

const usage: ModelResult['usage'] = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 7, text: 7, reasoning: 0 },
};

type Reason = ModelResult['finishReason']['unified'];

const ending = (reason: Reason) => ({ finishReason: { unified: reason, raw: reason }, usage });

/** An answer that ends for another reason than that it is over. */
export const ended = (text: string, reason: Reason): Script => ({
  result: { content: [{ type: 'text', text }], ...ending(reason), warnings: [] },
});

const start: ModelPart = { type: 'stream-start', warnings: [] };
export const delta = (text: string): ModelPart => ({ type: 'text-delta', id: '0', delta: text });
export const opened = (...parts: ModelPart[]): ModelPart[] => [
  start,
  { type: 'text-start', id: '0' },
  ...parts,
];
export const finish = (reason: Reason = 'stop'): ModelPart => ({ type: 'finish', ...ending(reason) });
export const closed = (reason: Reason = 'stop'): ModelPart[] => [
  { type: 'text-end', id: '0' },
  finish(reason),
];
export const textOfResult = ({ content }: ModelResult): string =>
  content.map(part => (part.type === 'text' ? part.text : '')).join('');
