import { describe, expect, it } from 'vitest';
import { InvalidOptionsError } from '../../src/core/errors.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { ask, complete, send, start } from './start.js';

const problem = async (response: Response) => ({
  status: response.status,
  ...(
    (await response.json()) as {
      error: { message: string; type: string; param: string | null; code: string | null };
    }
  ).error,
});

describe('a refused request', () => {
  it.each<[string, string, unknown, RequestInit, object]>([
    [
      'without a key',
      '/chat/completions',
      ask('hi'),
      { headers: {} },
      { status: 401, code: 'invalid_api_key' },
    ],
    [
      'with a wrong key',
      '/models',
      undefined,
      { headers: { authorization: 'Bearer x' } },
      { status: 401, code: 'invalid_api_key' },
    ],
    [
      'for an unknown model',
      '/chat/completions',
      ask('hi', { model: 'gpt-9' }),
      {},
      { status: 404, code: 'model_not_found', param: 'model' },
    ],
    [
      'for chat with an embedding model',
      '/chat/completions',
      ask('hi', { model: 'text-embedding-3-small' }),
      {},
      { status: 404, code: 'model_not_found' },
    ],
    ['for an unknown path', '/completions', ask('hi'), {}, { status: 404, code: 'unknown_url' }],
    [
      'with the wrong method',
      '/chat/completions',
      undefined,
      {},
      { status: 405, code: 'method_not_supported' },
    ],
    ['that is not JSON', '/chat/completions', '{"model":', {}, { status: 400 }],
    ['that is no JSON object', '/chat/completions', '[]', {}, { status: 400 }],
    ['without a model', '/chat/completions', { messages: [] }, {}, { status: 400, param: 'model' }],
    ['without messages', '/chat/completions', { model: 'gpt-4.1' }, {}, { status: 400, param: 'messages' }],
    [
      'with no messages',
      '/chat/completions',
      ask('', { messages: [] }),
      {},
      { status: 400, param: 'messages' },
    ],
    [
      'with an unknown role',
      '/chat/completions',
      ask('', { messages: [{ role: 'x' }] }),
      {},
      { status: 400, param: 'messages[0].role' },
    ],
    [
      'with max_tokens 0',
      '/chat/completions',
      ask('hi', { max_tokens: 0 }),
      {},
      { status: 400, param: 'max_tokens' },
    ],
    [
      'with a tool that is not there',
      '/chat/completions',
      ask('hi', { tool_choice: { type: 'function', function: { name: 'x' } } }),
      {},
      { status: 400, param: 'tool_choice' },
    ],
    [
      'with an unknown format',
      '/chat/completions',
      ask('hi', { response_format: { type: 'xml' } }),
      {},
      { status: 400, param: 'response_format' },
    ],
    [
      'with no text to embed',
      '/embeddings',
      { model: 'text-embedding-3-small', input: '' },
      {},
      { status: 400, param: 'input' },
    ],
  ])('%s gets an error in the shape of the OpenAI API', async (_, path, body, init, expected) => {
    const response = await send(await start(), path, body, init);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(await problem(response)).toMatchObject({
      type: 'invalid_request_error',
      message: expect.any(String),
      ...expected,
    });
  });

  it('above 20 MB gets a 413, and the connection goes on', async () => {
    const sandbox = await start();
    const response = await send(sandbox, '/chat/completions', ask('x'.repeat(21 * 1024 * 1024)));
    expect(await problem(response)).toMatchObject({ status: 413, code: 'request_too_large' });
    await complete(sandbox, ask('x'.repeat(100_000)));
  });

  it('names the allowed method', async () => {
    const response = await send(await start(), '/models', {});
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('beyond the context window says so in the words that clients look for', async () => {
    const sandbox = await start({ models: { small: { contextTokens: 100 } } });
    const long = await send(sandbox, '/chat/completions', ask('x'.repeat(500), { model: 'small' }));
    expect(await problem(long)).toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
      message: expect.stringContaining('maximum context length is 100 tokens'),
    });
    const greedy = await send(sandbox, '/chat/completions', ask('x', { model: 'small', max_tokens: 100 }));
    expect(greedy.status).toBe(400);
  });

  it('asks for what the model cannot do', async () => {
    const sandbox = await start({ models: { plain: { supportsJsonSchema: false, supportsTools: false } } });
    const tools = [{ type: 'function', function: { name: 'a' } }];
    const response_format = { type: 'json_schema', json_schema: { schema: {} } };
    for (const more of [{ tools }, { response_format }]) {
      const response = await send(sandbox, '/chat/completions', ask('hi', { model: 'plain', ...more }));
      expect(response.status).toBe(400);
    }
  });
});

describe('startSandbox', () => {
  it.each<[string, object]>([
    ['an unknown key', { ports: 1 }],
    ['an unknown profile key', { models: { a: { rpm: 1 } } }],
    ['a bad port', { port: -1 }],
  ])('refuses %s', async (_, options) => {
    await expect(startSandbox(options)).rejects.toSatisfy(InvalidOptionsError.isInstance);
  });

  it('rejects when the port is taken', async () => {
    const { url } = await start();
    await expect(startSandbox({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('lists its models, and those that were given replace the built-in ones', async () => {
    const list = async (sandbox: Awaited<ReturnType<typeof start>>) => {
      const { data } = (await (await send(sandbox, '/models')).json()) as { data: Array<{ id: string }> };
      return data.map(model => model.id).filter(id => !id.startsWith('text-embedding'));
    };
    expect(await list(await start())).toEqual([
      'deepseek-v3.2',
      'gemini-2.5-flash',
      'claude-sonnet-4.5',
      'gpt-4.1',
    ]);
    const own = await start({ models: { mine: {} } });
    expect(await list(own)).toEqual(['mine']);
    expect(await (await send(own, '/models/mine')).json()).toMatchObject({ id: 'mine', object: 'model' });
    expect((await send(own, '/models/yours')).status).toBe(404);
  });
});

describe('requests()', () => {
  it('counts every request by model and status, whatever became of it', async () => {
    const sandbox = await start();
    await complete(sandbox, ask('hi'));
    await complete(sandbox, ask('hi'));
    await (await send(sandbox, '/chat/completions', ask('hi', { max_tokens: 0 }))).text();
    await (await send(sandbox, '/chat/completions', ask('hi', { model: '__proto__' }))).text();
    await (await send(sandbox, '/models')).text();
    sandbox.setFault('gpt-4.1', { kind: 'reset', times: 1 });
    await expect(send(sandbox, '/chat/completions', ask('hi', { stream: true }))).rejects.toThrow();
    const { total, byModel, last } = sandbox.requests();
    expect(total).toBe(6);
    expect(byModel['gpt-4.1']).toMatchObject({ total: 4, byStatus: { 200: 2, 400: 1, 0: 1 } });
    expect(byModel['(unknown)']).toMatchObject({ total: 1, byStatus: { 404: 1 } });
    expect(byModel['(none)']).toMatchObject({ total: 1, byStatus: { 200: 1 } });
    expect(last.map(one => one.modelId)).toEqual([
      'gpt-4.1',
      'gpt-4.1',
      'gpt-4.1',
      '__proto__',
      '',
      'gpt-4.1',
    ]);
    expect(last.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      stream: true,
      status: 0,
      atMs: expect.any(Number),
    });
  });
});
