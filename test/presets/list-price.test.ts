import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { describe, expect, it } from 'vitest';
import { listPrice } from '../../src/presets/list-price.js';

const gpt = { provider: 'openai.chat', modelId: 'gpt-4.1' };
const inputOf = (model: Parameters<typeof listPrice>[0]) => {
  const price = listPrice(model);
  return price === null ? null : price.inputPicoUsd / 1e6;
};

describe('a list price', () => {
  it.each<[string, object, number | null]>([
    ['the vendor’s own address', { baseURL: 'https://api.openai.com/v1' }, 2],
    ['a region of it', { baseURL: 'https://eu.api.openai.com/v1' }, 2],
    [
      'its address as a function',
      { url: ({ path }: { path: string }) => `https://api.openai.com/v1${path}` },
      2,
    ],
    ['a proxy', { baseURL: 'https://proxy.example/v1' }, null],
    ['a proxy as a function', { url: ({ path }: { path: string }) => `http://localhost:4000${path}` }, null],
    ['a host that ends like the vendor’s', { baseURL: 'https://notopenai.com/v1' }, null],
    ['a host that begins like it', { baseURL: 'https://api.openai.com.example/v1' }, null],
    ['another vendor’s', { baseURL: 'https://api.anthropic.com/v1' }, null],
    ['no address', {}, 2],
    ['what is no address', { baseURL: 'nonsense' }, 2],
    ['what is no text', { baseURL: 7, url: () => 7 }, 2],
    ['a function that throws', { url: () => expect.unreachable() }, 2],
  ])('of OpenAI’s adapter at %s', (_, config, expected) => {
    expect(inputOf({ ...gpt, config } as typeof gpt)).toBe(expected);
  });

  it('is the vendor’s where an adapter shows nothing, or will not be looked into', () => {
    expect(inputOf(gpt)).toBe(2);
    expect(inputOf({ ...gpt, config: null } as typeof gpt)).toBe(2);
    const closed = Object.defineProperty({ ...gpt }, 'config', {
      get: () => {
        throw new Error('closed');
      },
    });
    expect(inputOf(closed)).toBe(2);
  });

  it.each([
    ['anthropic.messages', 'claude-sonnet-4-5', 'https://api.anthropic.com/v1', 3],
    ['google.generative-ai', 'gemini-2.5-flash', 'https://generativelanguage.googleapis.com/v1beta', 0.3],
    ['deepseek.chat', 'deepseek-chat', 'https://api.deepseek.com', 0.22],
    ['xai.responses', 'grok-4.5', 'https://api.x.ai/v1', 2],
    ['mistral.chat', 'mistral-small-latest', 'https://api.mistral.ai/v1', 0.15],
    ['moonshotai.chat', 'kimi-k3', 'https://api.moonshot.ai/v1', 3],
    ['cohere.chat', 'command-a', 'https://api.cohere.com/v2', 2.5],
    ['google.vertex.chat', 'gemini-2.5-flash', 'https://aiplatform.googleapis.com/v1', null],
    ['azure.responses', 'gpt-4.1', 'https://x.openai.azure.com', null],
    ['openai.responses', 'gpt-99', 'https://api.openai.com/v1', null],
  ])('of %s for %s at %s is %s', (provider, modelId, baseURL, expected) => {
    const model = { provider, modelId, config: { baseURL } };
    expect(inputOf(model)).toBe(expected);
  });

  it('is HolySheep’s at HolySheep’s address, whatever the adapter’s name', () => {
    const config = { baseURL: 'https://api.holysheep.ai/v1' };
    expect(inputOf({ ...gpt, config } as typeof gpt)).toBe(2);
    expect(inputOf({ provider: 'relay.chat', modelId: 'deepseek-v3.2', config } as typeof gpt)).toBe(0.28);
    expect(inputOf({ ...gpt, modelId: 'gpt-5.4', config } as typeof gpt)).toBeNull();
  });

  it('is told by where a real adapter sends to', () => {
    const at = (baseURL: string) => createOpenAICompatible({ name: 'openai', baseURL })('gpt-4.1');
    expect(inputOf(at('https://api.openai.com/v1'))).toBe(2);
    expect(inputOf(at('http://127.0.0.1:4000/v1'))).toBeNull();
  });
});
