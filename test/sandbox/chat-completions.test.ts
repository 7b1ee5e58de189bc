import { describe, expect, it } from 'vitest';
import { ask, complete, readEvents, send, start } from './start.js';

const weather = {
  type: 'function',
  function: {
    name: 'getWeather',
    description: 'The weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 7 } },
      required: ['city'],
    },
  },
};
const search = { type: 'function', function: { name: 'search_flights', parameters: { type: 'object' } } };

describe('a plain answer', () => {
  it('says that it is simulated, by which model, and what was asked', async () => {
    const answer = await complete(await start(), ask('Why is the sky blue?'));
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4.1',
      id: expect.stringMatching(/^chatcmpl-/),
    });
    expect(answer.choices[0]?.message.content).toContain(
      'This is a simulated answer from the sandbox model gpt-4.1.',
    );
    expect(answer.choices[0]?.message.content).toContain('Why is the sky blue?');
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expect(Math.abs(answer.created - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('is the same for the same seed and request, in another sandbox too, and another for another seed', async () => {
    const [one, same, other] = await Promise.all([
      start({ seed: 3 }),
      start({ seed: 3 }),
      start({ seed: 4 }),
    ]);
    const answers = await Promise.all(
      [one, one, same, other].map(sandbox => complete(sandbox, ask('Write a story'))),
    );
    const [first, again, elsewhere, different] = answers.map(answer => answer.choices[0]?.message.content);
    expect(again).toBe(first);
    expect(elsewhere).toBe(first);
    expect(different).not.toBe(first);
    expect(one.apiKey).toBe(same.apiKey);
    expect(one.apiKey).not.toBe(other.apiKey);
    expect(new Set(answers.slice(0, 2).map(answer => answer.id)).size).toBe(2);
  });

  it('is longer for a longer task', async () => {
    const sandbox = await start();
    const [short, long, told] = await Promise.all(
      ['hi', 'Write an essay about tea', 'Tell me about tea in 2,000 words'].map(text =>
        complete(sandbox, ask(text)),
      ),
    );
    expect(long!.usage.completion_tokens).toBeGreaterThan(2 * short!.usage.completion_tokens);
    expect(told!.usage.completion_tokens).toBeGreaterThan(2_000);
  });

  it('stops at max_tokens with finish_reason length, and counts exactly that many', async () => {
    const sandbox = await start();
    for (const field of ['max_tokens', 'max_completion_tokens']) {
      const answer = await complete(sandbox, ask('Write a story', { [field]: 7 }));
      expect(answer.choices[0]?.finish_reason).toBe('length');
      expect(answer.usage.completion_tokens).toBe(7);
      expect(answer.choices[0]?.message.content).toBe('This is a simulated answer f');
    }
  });

  it('stops before a stop sequence', async () => {
    const answer = await complete(await start(), ask('hi', { stop: ['sandbox', 'zzz'] }));
    expect(answer.choices[0]?.message.content).toBe('This is a simulated answer from the ');
    expect(answer.choices[0]?.finish_reason).toBe('stop');
  });

  it('translates hello world, and says that it did not', async () => {
    const answer = await complete(await start(), ask('Translate "Hello world" to Vietnamese'));
    expect(answer.choices[0]?.message.content).toMatch(/^Xin chào thế giới \(simulated/);
  });

  it('counts reasoning tokens as a part of the completion, within max_tokens', async () => {
    const sandbox = await start();
    const free = await complete(sandbox, ask('hi', { reasoning_effort: 'medium' }));
    expect(free.usage.completion_tokens_details.reasoning_tokens).toBe(256);
    expect(free.usage.completion_tokens).toBeGreaterThan(256);
    const tight = await complete(sandbox, ask('hi', { reasoning_effort: 'high', max_tokens: 10 }));
    expect(tight.usage).toMatchObject({
      completion_tokens: 10,
      completion_tokens_details: { reasoning_tokens: 5 },
    });
  });
});

describe('the prompt cache', () => {
  const long = 'A long beginning that stays as it is. '.repeat(300);

  it('counts a repeated beginning above 1,024 tokens in blocks of 64, for the same model', async () => {
    const sandbox = await start();
    const cached = async (prompt: string, model = 'gpt-4.1') =>
      (await complete(sandbox, ask(prompt, { model }))).usage.prompt_tokens_details.cached_tokens;
    expect(await cached(`${long} one`)).toBe(0);
    const second = await cached(`${long} two`);
    expect(second).toBe(Math.floor((long.length + 5) / 4 / 64) * 64);
    expect(await cached(`${long} two`, 'deepseek-v3.2')).toBe(0);
    expect(await cached(`X${long}`)).toBe(0);
    expect(await cached('short')).toBe(0);
    expect(await cached('short')).toBe(0);
  });

  it('counts the beginning of a conversation that goes on', async () => {
    const sandbox = await start();
    const messages = [{ role: 'user', content: long }];
    await complete(sandbox, ask('', { messages }));
    const next = [...messages, { role: 'assistant', content: 'ok' }, { role: 'user', content: 'and now?' }];
    const { usage } = await complete(sandbox, ask('', { messages: next }));
    expect(usage.prompt_tokens_details.cached_tokens).toBeGreaterThan(2_000);
    expect(usage.prompt_tokens_details.cached_tokens).toBeLessThanOrEqual(usage.prompt_tokens);
  });
});

describe('a streamed answer', () => {
  it('has the text of the plain one, a finish reason, and usage only when asked', async () => {
    const sandbox = await start();
    const plain = await complete(sandbox, ask('Write a story'));
    const response = await send(sandbox, '/chat/completions', ask('Write a story', { stream: true }));
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const bare = await readEvents(response);
    expect(bare).toMatchObject({ text: plain.choices[0]?.message.content, isDone: true, isCut: false });
    expect(bare.events[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(bare.events.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(bare.events.some(event => 'usage' in event)).toBe(false);
    expect(bare.events.length).toBeGreaterThan(20);
    expect(bare.events.length).toBeLessThanOrEqual(42);

    const options = { stream: true, stream_options: { include_usage: true } };
    const full = await readEvents(await send(sandbox, '/chat/completions', ask('Write a story', options)));
    expect(full.events.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: plain.usage.total_tokens },
    });
  });

  it('arrives bit by bit, after the first token of the model', async () => {
    const sandbox = await start({
      latencyRatio: 1,
      models: { 'gpt-4.1': { firstTokenMs: 60, tokensPerSecond: 1_000, jitterRatio: 0 } },
    });
    const startedAtMs = performance.now();
    const response = await send(sandbox, '/chat/completions', ask('Write 150 words', { stream: true }));
    expect(performance.now() - startedAtMs).toBeGreaterThan(55);
    let chunks = 0;
    for await (const _ of response.body!) chunks++;
    expect(performance.now() - startedAtMs).toBeGreaterThan(55 + 150);
    expect(chunks).toBeGreaterThan(1);
  });

  it('never splits a character', async () => {
    const sandbox = await start();
    const body = ask(`Explain ${'😀é漢'.repeat(30)}`, { stream: true });
    const { text, events } = await readEvents(await send(sandbox, '/chat/completions', body));
    expect(text).toContain('😀é漢');
    // A half of a surrogate pair would be written as an escape.
    expect(JSON.stringify(events)).not.toMatch(/\\ud[89a-f]/i);
  });
});

describe('tools', () => {
  it('calls the tool that fits the question with arguments from it, then answers with the result', async () => {
    const sandbox = await start();
    const question = { role: 'user', content: 'What is the weather in Paris over 3 days?' };
    const body = ask('', { messages: [question], tools: [search, weather] });
    const first = await complete(sandbox, body);
    expect(first.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    const call = first.choices[0]!.message.tool_calls![0]!;
    expect(call.function.name).toBe('getWeather');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Paris', days: 3 });

    const said = { role: 'assistant', content: null, tool_calls: [call] };
    const result = { role: 'tool', tool_call_id: call.id, content: '{"celsius":21}' };
    const second = await complete(sandbox, { ...body, messages: [question, said, result] });
    expect(second.choices[0]?.finish_reason).toBe('stop');
    expect(second.choices[0]?.message.content).toContain('The tool getWeather returned: {"celsius":21}');
  });

  it.each<[string, unknown, string | null]>([
    ['none', 'none', null],
    ['required', 'required', 'search_flights'],
    ['a name', { type: 'function', function: { name: 'getWeather' } }, 'getWeather'],
    ['nothing', undefined, 'search_flights'],
  ])('obeys tool_choice %s', async (_, tool_choice, expected) => {
    const answer = await complete(await start(), ask('Good day', { tools: [search, weather], tool_choice }));
    expect(answer.choices[0]?.message.tool_calls?.[0]?.function.name ?? null).toBe(expected);
  });

  it('calls again when a tool is required, even after a result', async () => {
    const messages = [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'getWeather', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: '1' },
    ];
    const answer = await complete(
      await start(),
      ask('', { messages, tools: [weather], tool_choice: 'required' }),
    );
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  });
});

describe('JSON', () => {
  const schema = {
    type: 'object',
    properties: { tier: { enum: ['simple', 'medium'] }, score: { type: 'number', minimum: 0, maximum: 1 } },
    required: ['tier', 'score'],
    additionalProperties: false,
  };
  const content = (answer: Awaited<ReturnType<typeof complete>>) =>
    JSON.parse(answer.choices[0]?.message.content ?? 'null') as unknown;
  const valid = { tier: expect.stringMatching(/^(simple|medium)$/), score: expect.any(Number) };

  it('follows a schema in response_format', async () => {
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    expect(content(await complete(await start(), ask('Judge', { response_format })))).toEqual(valid);
  });

  it('follows a schema in the prompt, as the AI SDK writes it for json_object', async () => {
    const system = `JSON schema:\n${JSON.stringify(schema)}\nYou MUST answer with a JSON object that matches.`;
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: 'Judge' },
    ];
    const body = ask('', { messages, response_format: { type: 'json_object' } });
    expect(content(await complete(await start(), body))).toEqual(valid);
  });

  it('differs between models', async () => {
    const sandbox = await start();
    const response_format = { type: 'json_schema', json_schema: { schema: { type: 'number' } } };
    const numbers = await Promise.all(
      ['gpt-4.1', 'deepseek-v3.2'].map(async model =>
        content(await complete(sandbox, ask('Rate', { model, response_format }))),
      ),
    );
    expect(numbers[0]).not.toBe(numbers[1]);
  });

  it('says that it is simulated when there is no schema', async () => {
    const answer = await complete(await start(), ask('Judge', { response_format: { type: 'json_object' } }));
    expect(content(answer)).toMatchObject({ simulated: true, model: 'gpt-4.1' });
  });
});
