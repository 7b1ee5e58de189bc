import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRouted, type RoutedEvent } from '../../src/index.js';
import { ask, readAll, reportIn, textOf } from '../layers/routed-harness.js';
import { http, type RawServer, rawServer } from './raw-server.js';

const json = { 'content-type': 'application/json' };
const events = { 'content-type': 'text/event-stream' };
const completion = (content: string | null) =>
  JSON.stringify({
    id: 'x',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });
const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const piece = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

const servers: RawServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()));
});

async function target(answer: (socket: Socket, request: string) => void, options: object = {}) {
  const server = await rawServer(answer);
  servers.push(server);
  const routed = createRouted({
    targets: { only: { preset: 'openai', apiKey: 'sk-secret-0123456789', baseURL: server.url } },
    retry: { maxAttempts: 1 },
    ...options,
  });
  return { server, model: routed('only') };
}
const failing = async (promise: PromiseLike<unknown>) => {
  try {
    await promise;
  } catch (error) {
    return error as { statusCode?: number; message: string; responseBody?: string };
  }
  throw new Error('It did not fail.');
};

describe('the guarded fetch', () => {
  it('never follows a redirect: neither the prompt nor a key goes anywhere else', async () => {
    const other = await rawServer(socket => socket.end(http('200 OK', json, completion('stolen'))));
    servers.push(other);
    const { server, model } = await target(socket =>
      socket.end(http('307 Temporary Redirect', { location: `${other.url}/chat/completions` }, '')),
    );
    const error = await failing(model.doGenerate(ask()));
    expect(error.statusCode).toBe(307);
    expect(server.received).toHaveLength(1);
    expect(other.received).toHaveLength(0);
  });

  it('guards the application’s own fetch too', async () => {
    const seen: RequestInit[] = [];
    const { model } = await target(() => {}, {
      fetch: async (_: unknown, init: RequestInit) => {
        seen.push(init);
        return new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } });
      },
    });
    const error = await failing(model.doGenerate(ask()));
    expect(error.statusCode).toBe(302);
    expect(seen).toMatchObject([{ redirect: 'manual' }]);
  });

  it('reads no more than 64 KB of an error, and does not wait for its end', { timeout: 10_000 }, async () => {
    const { server, model } = await target(socket => {
      socket.write('HTTP/1.1 500 Oh\r\ncontent-type: text/plain\r\n\r\n');
      const pour = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536)));
      };
      socket.on('drain', pour);
      pour();
    });
    const error = await failing(model.doGenerate(ask()));
    expect(error.statusCode).toBe(500);
    expect(error.responseBody?.length).toBeLessThanOrEqual(4_097);
    await expect.poll(() => server.open).toBe(0);
  });

  it('judges an error by its status where the body never ends', { timeout: 10_000 }, async () => {
    const { server, model } = await target(socket =>
      socket.write('HTTP/1.1 503 Oh\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\nstart'),
    );
    const error = await failing(model.doGenerate(ask()));
    expect(error.statusCode).toBe(503);
    await expect.poll(() => server.open).toBe(0);
  });

  it('gives up a whole answer above 32 MB', { timeout: 20_000 }, async () => {
    const { server, model } = await target(socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":"');
      const pour = () => {
        while (!socket.destroyed && socket.write('x'.repeat(1_048_576)));
      };
      socket.on('drain', pour);
      pour();
    });
    await failing(model.doGenerate(ask()));
    await expect.poll(() => server.open).toBe(0);
  });

  it.each(['[', '{"a":'])('gives up an answer that is nested 200,000 deep (%s)', async opening => {
    const { model } = await target(socket => socket.end(http('200 OK', json, opening.repeat(200_000))));
    await failing(model.doGenerate(ask()));
  });

  it('gives up a stream with an event above 1 MB', { timeout: 20_000 }, async () => {
    const { server, model } = await target(socket => {
      socket.write(`${head}${piece('data: "')}`);
      const pour = () => {
        while (!socket.destroyed && socket.write(piece('x'.repeat(262_144))));
      };
      socket.on('drain', pour);
      pour();
    });
    await failing(model.doStream(ask()));
    await expect.poll(() => server.open).toBe(0);
  });

  it('ends a stream after [DONE] although the connection stays open, and soon lets go of it', {
    timeout: 10_000,
  }, async () => {
    const { server, model } = await target(socket => {
      socket.write(head);
      for (const text of [chunk({ content: 'Hello' }), chunk({}, 'stop'), 'data: [DONE]\n\n'])
        socket.write(piece(text));
    });
    const { stream } = await model.doStream(ask());
    const parts = await readAll(stream);
    expect(textOf(parts)).toBe('Hello');
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
    await expect.poll(() => server.open, { timeout: 5_000 }).toBe(0);
  });

  it('ends a stream after its finish reason although nothing follows', { timeout: 10_000 }, async () => {
    const { model } = await target(socket => {
      socket.write(head);
      for (const text of [chunk({ content: 'Hello' }), chunk({}, 'stop')]) socket.write(piece(text));
    });
    const { stream } = await model.doStream(ask());
    const parts = await readAll(stream);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
  });

  it('takes a connection that breaks after the finish reason for the end of a whole answer', {
    timeout: 10_000,
  }, async () => {
    const { model } = await target(socket => {
      socket.write(head);
      for (const text of [chunk({ content: 'Hello' }), chunk({}, 'stop')]) socket.write(piece(text));
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    const parts = await readAll((await model.doStream(ask())).stream);
    expect(textOf(parts)).toBe('Hello');
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
    // Whatever waits for the usage must not fire into the closed stream: that would end the process.
    await new Promise(resolve => setTimeout(resolve, 2_200));
  });

  it('waits for a finish reason that says something: some servers send an empty one with every piece', {
    timeout: 10_000,
  }, async () => {
    const { model } = await target(socket => {
      socket.write(head);
      socket.write(piece(chunk({ content: 'Hello' }, '')));
      setTimeout(() => {
        for (const text of [chunk({ content: ' world' }, ''), chunk({}, 'stop'), 'data: [DONE]\n\n'])
          socket.write(piece(text));
      }, 2_300);
    });
    const parts = await readAll((await model.doStream(ask())).stream);
    expect(textOf(parts)).toBe('Hello world');
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'stop' } });
  });

  it('does not take a finish reason that the answer only talks of for its end', async () => {
    const talk = 'data: [DONE] and "finish_reason":"stop" ';
    const { model } = await target(socket => {
      socket.write(head);
      socket.write(piece(chunk({ content: talk })));
      setTimeout(() => {
        for (const text of [chunk({ content: 'end' }), chunk({}, 'stop'), 'data: [DONE]\n\n'])
          socket.write(piece(text));
      }, 100);
    });
    const { stream } = await model.doStream(ask());
    expect(textOf(await readAll(stream))).toBe(`${talk}end`);
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['comments between', (text: string) => text.replaceAll('data:', ': ping\n\ndata:')],
    ['no space', (text: string) => text.replaceAll('data: ', 'data:')],
  ])('reads the same text with %s, cut into single bytes', async (_, vary) => {
    const text = vary(
      [chunk({ content: 'Xin chào 你好 🎉' }), chunk({}, 'stop'), 'data: [DONE]\n\n'].join(''),
    );
    const { model } = await target(socket => {
      socket.setNoDelay(true);
      socket.write(head);
      for (const byte of Buffer.from(text))
        socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.of(byte), Buffer.from('\r\n')]));
      socket.end('0\r\n\r\n');
    });
    const { stream } = await model.doStream(ask());
    expect(textOf(await readAll(stream))).toBe('Xin chào 你好 🎉');
  });

  it('reads events where a whole answer was asked for', async () => {
    const body = [
      chunk({ role: 'assistant' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo' }),
      chunk({}, 'stop'),
      'data: [DONE]\n\n',
    ].join('');
    const { model } = await target(socket => socket.end(http('200 OK', events, body)));
    const result = await model.doGenerate(ask());
    expect(result.content).toEqual([{ type: 'text', text: 'Hello' }]);
    expect(reportIn(result).estimated).toBe(true);
  });

  it('reads events where a whole answer was asked for to their last one, not to the end of the connection', async () => {
    const { server, model } = await target(socket => {
      socket.write(head);
      socket.write(piece([chunk({ content: 'Hello' }), chunk({}, 'stop'), 'data: [DONE]\n\n'].join('')));
    });
    const result = await model.doGenerate(ask());
    expect(result.content).toEqual([{ type: 'text', text: 'Hello' }]);
    await expect.poll(() => server.open, { timeout: 5_000 }).toBe(0);
  });

  it('reads the events of the Responses API as an answer too', async () => {
    const body = [
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"Hel"}\n\n',
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"lo"}\n\n',
      'event: response.completed\ndata: {"type":"response.completed","response":{"id":"r","model":"m","usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}}\n\n',
    ].join('');
    const { model } = await target(socket => socket.end(http('200 OK', events, body)));
    const result = await model.doGenerate(ask());
    expect(result.content).toEqual([{ type: 'text', text: 'Hello' }]);
    expect(reportIn(result).usage).toMatchObject({ inputTokens: 3, outputTokens: 2 });
  });

  it.each([
    ['events without an end', events, chunk({ content: 'Hel' })],
    ['HTML', { 'content-type': 'text/html' }, '<html>'],
    ['nothing', json, ''],
    ['an error', json, '{"error":{"message":"No","type":"server_error"}}'],
    ['no choices', json, '{"id":"x","choices":[]}'],
    ['a trap', json, '{"__proto__":{"polluted":true},"choices":[]}'],
    ['half of it', json, completion('Hello').slice(0, 40)],
  ])('takes %s for no answer', async (_, headers, body) => {
    const { model } = await target(socket => socket.end(http('200 OK', headers, body)));
    await failing(model.doGenerate(ask()));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('takes an answer without text for an answer', async () => {
    const { model } = await target(socket => socket.end(http('200 OK', json, completion(null))));
    expect((await model.doGenerate(ask())).content).toEqual([]);
  });

  it('reads an error that comes as JSON where a stream was asked for', async () => {
    const { model } = await target(socket =>
      socket.end(
        http('200 OK', json, '{"error":{"message":"Too many","code":429,"type":"rate_limit_error"}}'),
      ),
    );
    expect((await failing(model.doStream(ask()))).statusCode).toBe(429);
  });

  it.each(['insufficient_quota', 'odd'])(
    'shows the status that came with such an error, not one of its own (%s)',
    async code => {
      const body = JSON.stringify({ error: { message: 'No', code } });
      const seen: unknown[] = [];
      const { model } = await target(socket => socket.end(http('200 OK', json, body)), {
        breaker: false,
        admission: false,
        retry: false,
        onEvent: (event: RoutedEvent) => event.type === 'attempt-end' && seen.push(event.statusCode),
      });
      expect((await failing(model.doGenerate(ask()))).statusCode).toBe(200);
      expect((await failing(model.doStream(ask()))).statusCode).toBe(200);
      expect(seen).toEqual([200, 200]);
    },
  );

  it.each([600, 999])('reads a status that is none (%i) as that of a broken server', async status => {
    const seen: unknown[] = [];
    const { model } = await target(socket => socket.end(http(`${status} Odd`, json, '{"error":"no"}')), {
      breaker: false,
      onEvent: (event: RoutedEvent) =>
        event.type === 'attempt-end' && seen.push([event.errorClass, event.statusCode]),
    });
    expect((await failing(model.doGenerate(ask()))).statusCode).toBe(status);
    expect((await failing(model.doStream(ask()))).statusCode).toBe(status);
    expect(seen).toEqual([
      ['server-error', status],
      ['server-error', status],
    ]);
  });

  it('does not take a tool’s schema for the wish for a stream', async () => {
    const answer = http('200 OK', json, completion('whole'));
    const { model } = await target(socket => socket.end(answer));
    const { content } = await model.doGenerate({
      ...ask(),
      tools: [
        {
          type: 'function',
          name: 'tap',
          inputSchema: { type: 'object', properties: { stream: true } },
        },
      ],
    });
    expect(content).toMatchObject([{ type: 'text', text: 'whole' }]);
  });

  it('closes the socket at once when the caller leaves', async () => {
    const { server, model } = await target(socket => {
      socket.write(head);
      socket.write(piece(chunk({ content: 'Hello' })));
    });
    const { stream } = await model.doStream(ask());
    const reader = stream.getReader();
    while ((await reader.read()).value?.type !== 'text-delta');
    expect(server.open).toBe(1);
    await reader.cancel();
    await expect.poll(() => server.open).toBe(0);
  });

  it('shows no key in what it throws', async () => {
    const { model } = await target(socket =>
      socket.end(
        http('401 No', json, '{"error":{"message":"Incorrect API key provided: sk-secret-0123456789"}}'),
      ),
    );
    const error = await failing(model.doGenerate(ask('my secret prompt')));
    const shown = `${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${error.message}`;
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain('0123456789');
    expect(shown).not.toContain('my secret prompt');
  });

  it.each([
    ['x-api-key', 'hh-header-0123456789'],
    ['authorization', 'Token hh-header-0123456789'],
  ])('shows no key of a header %s either', async (name, value) => {
    const server = await rawServer(socket =>
      socket.end(http('401 No', json, '{"error":{"message":"Wrong: hh-header-0123456789"}}')),
    );
    servers.push(server);
    const routed = createRouted({
      targets: { only: { preset: 'openai', apiKey: 'k', baseURL: server.url, headers: { [name]: value } } },
    });
    expect((await failing(routed('only').doGenerate(ask()))).message).toBe('Wrong: [redacted]');
  });
});
