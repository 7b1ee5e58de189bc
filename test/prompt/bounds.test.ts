import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { estimateTokens } from '../../src/prompt/estimate-tokens.js';
import { inputTokensUpperBound } from '../../src/prompt/tokens-bound.js';
import { traitsOf } from '../../src/prompt/traits-of.js';
import { utf8Bytes } from '../../src/prompt/utf8-bytes.js';

type FileData = Extract<
  Extract<ModelOptions['prompt'][number], { role: 'user' }>['content'][number],
  { type: 'file' }
>['data'];

const user = (text: string) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] });

describe('bytes and tokens', () => {
  it('counts UTF-8 as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
    expect(utf8Bytes('\ud800')).toBe(3);
  });

  it('estimates no more than the bound, however the text is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), text => {
        const options: ModelOptions = { prompt: [user(text)] };
        expect(estimateTokens(text)).toBeLessThanOrEqual(Math.max(1, utf8Bytes(text)));
        expect(traitsOf(options).estimatedInputTokens).toBeLessThanOrEqual(inputTokensUpperBound(options));
      }),
    );
  });

  it('counts tools, schemas and files in the bound', () => {
    const plain = inputTokensUpperBound({ prompt: [user('hi')] });
    const schema = { type: 'object' as const, properties: { a: { type: 'string' as const } } };
    const tool = { type: 'function' as const, name: 'look', inputSchema: schema };
    const image = {
      type: 'file' as const,
      mediaType: 'image/png',
      data: { type: 'data' as const, data: 'AAAA' },
    };
    expect(inputTokensUpperBound({ prompt: [user('hi')], tools: [tool] })).toBeGreaterThan(plain + 60);
    expect(
      inputTokensUpperBound({ prompt: [user('hi')], responseFormat: { type: 'json', schema } }),
    ).toBeGreaterThan(plain);
    expect(inputTokensUpperBound({ prompt: [{ role: 'user', content: [image] }] })).toBeGreaterThanOrEqual(
      6_000,
    );
  });
});

it('bounds what vendors add of their own where there are tools', () => {
  const prompt = [user('hi')];
  const tool = { type: 'function' as const, name: 'a', inputSchema: {} };
  const own = { type: 'provider' as const, id: 'anthropic.bash_20250124' as const, name: 'bash', args: {} };
  const plain = inputTokensUpperBound({ prompt });
  expect(inputTokensUpperBound({ prompt, tools: [] })).toBe(plain);
  expect(inputTokensUpperBound({ prompt, tools: [tool] })).toBeGreaterThan(plain + 1_000);
  expect(inputTokensUpperBound({ prompt, tools: [tool, own] })).toBeGreaterThan(plain + 2_000);
  expect(inputTokensUpperBound({ prompt, responseFormat: { type: 'json', schema: {} } })).toBeGreaterThan(
    plain + 1_000,
  );
  expect(inputTokensUpperBound({ prompt, responseFormat: { type: 'json' } })).toBe(plain);
});

describe('media', () => {
  const bytes = (count: number) => ({ type: 'data' as const, data: new Uint8Array(count) });
  const url = { type: 'url' as const, url: new URL('https://example.com/a') };
  const file = (mediaType: string, data: FileData): ModelOptions => ({
    prompt: [{ role: 'user', content: [{ type: 'file', mediaType, data }] }],
  });
  const answered = (
    mediaType: string,
    data: FileData,
    ...beside: { type: 'text'; text: string }[]
  ): ModelOptions => ({
    prompt: [
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: '1',
            toolName: 'look',
            output: { type: 'content', value: [...beside, { type: 'file', mediaType, data }] },
          },
        ],
      },
    ],
  });

  it.each<[string, ModelOptions, number, number]>([
    ['a picture by URL, as AI SDK 7 names it', file('image', url), 6_000, 6_100],
    ['a picture', file('image/png', bytes(10)), 6_000, 6_100],
    ['text by its bytes', file('text/csv', bytes(500)), 500, 600],
    ['text within', file('text/plain', { type: 'text', text: 'x'.repeat(500) }), 500, 600],
    ['text by URL, of any length', file('text/plain', url), 300_000, 300_100],
    ['a document, whose pages may be pictures', file('application/pdf', bytes(10)), 300_000, 300_100],
    ['a large document', file('application/pdf', bytes(400_000)), 400_000, 400_100],
    ['a picture by URL that a tool answered with', answered('image/png', url), 6_000, 6_300],
    ['a document by URL that a tool answered with', answered('application/pdf', url), 300_000, 300_300],
    // Some servers are sent its base64 as text.
    [
      'a picture that a tool answered with',
      answered('image/png', { type: 'data', data: 'A'.repeat(9_000) }),
      9_000,
      16_000,
    ],
  ])('bounds %s', (_, options, least, most) => {
    expect(inputTokensUpperBound(options)).toBeGreaterThanOrEqual(least);
    expect(inputTokensUpperBound(options)).toBeLessThan(most);
  });

  it('does not take the bytes of a picture in a tool result for text: no window would hold a screenshot', () => {
    const traits = traitsOf(answered('image/png', { type: 'data', data: 'A1b2'.repeat(300_000) }));
    expect(traits.estimatedInputTokens).toBeLessThan(2_000);
    expect(traits).toMatchObject({ images: 1, files: 0, promptCharacters: 0 });
  });

  it('counts the text beside it', () => {
    const options = answered('image', url, { type: 'text', text: 'a screen' });
    expect(traitsOf(options)).toMatchObject({ promptCharacters: 9, images: 1 });
  });
});

describe('the traits of a call', () => {
  const call: ModelOptions = {
    prompt: [
      { role: 'system', content: 'You are terse.' },
      user('An older ask'),
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: '1', toolName: 'look', input: { at: 'sky' } }],
      },
      user('The latest ask'),
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: '1', toolName: 'look', output: { type: 'text', value: 'blue' } },
        ],
      },
    ],
    tools: [{ type: 'function', name: 'look', inputSchema: { type: 'object' } }],
    maxOutputTokens: 7,
  };

  it('tell the latest ask apart from the system text, history and tool results', () => {
    expect(traitsOf(call)).toMatchObject({
      ask: 'The latest ask',
      system: 'You are terse.',
      turns: 4,
      toolCount: 1,
      toolResults: 1,
      hasSchema: false,
      images: 0,
      files: 0,
      maxOutputTokens: 7,
    });
  });

  it('count pictures and files', () => {
    const part = (mediaType: string) => ({
      type: 'file' as const,
      mediaType,
      data: { type: 'url' as const, url: new URL('https://x.test/a') },
    });
    const content = [part('image/png'), part('image/*'), part('application/pdf')];
    expect(traitsOf({ prompt: [{ role: 'user', content }] })).toMatchObject({ images: 2, files: 1 });
  });

  it('hold a bounded piece of a long ask: its head and its tail', () => {
    const { ask, askCharacters } = traitsOf({ prompt: [user(`start ${'x'.repeat(1e6)} end`)] });
    expect(ask.length).toBeLessThan(4_000);
    expect(ask).toMatch(/^start.*end$/s);
    expect(askCharacters).toBe(1e6 + 10);
  });
});
