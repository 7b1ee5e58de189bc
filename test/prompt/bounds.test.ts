import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { estimateTokens } from '../../src/prompt/estimate-tokens.js';
import { inputTokensUpperBound } from '../../src/prompt/tokens-bound.js';
import { traitsOf } from '../../src/prompt/traits-of.js';
import { utf8Bytes } from '../../src/prompt/utf8-bytes.js';

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
