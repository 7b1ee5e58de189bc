import { inspect } from 'node:util';
import { APICallError } from '@ai-sdk/provider';
import { expect, it } from 'vitest';
import { createRouted } from '../src/index.js';

const apiKey = 'hs-secret-0123456789';

it.each([
  [401, false],
  [503, true],
])(
  'an embedding model shows no key and no text in an error of status %d, and leaves retries to the SDK',
  async (status, isRetryable) => {
    const routed = createRouted({
      apiKey,
      baseURL: 'http://127.0.0.1:1/v1',
      fetch: async () => new Response(`{"error":{"message":"Incorrect key: ${apiKey}"}}`, { status }),
    });
    const error = await Promise.resolve(
      routed.embeddingModel('text-embedding-3-small').doEmbed({ values: ['a private text'] }),
    ).catch((thrown: unknown) => thrown);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: status, isRetryable, message: 'Incorrect key: [redacted]' });
    const shown = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)}`;
    expect(shown).not.toContain('0123456789');
    expect(shown).not.toContain('private');
  },
);
