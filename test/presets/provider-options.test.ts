import { describe, expect, it } from 'vitest';
import type { ModelOptions, ProviderOptions } from '../../src/core/model.js';
import { createRouted } from '../../src/routed.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import { ask } from '../layers/routed-harness.js';

const cached = { anthropic: { cacheControl: { type: 'ephemeral' } } };
const leftOut = (name: string) => ({
  type: 'unsupported',
  feature: `providerOptions.${name}`,
  details: 'openai reads none on messages, parts or tools; they were left out.',
});

describe('options on messages, parts and tools, at a preset', () => {
  async function sent(options: ModelOptions, modelId = 'gpt-4.1') {
    const bodies: Record<string, unknown>[] = [];
    const message = { role: 'assistant', content: 'hello' };
    const answer = {
      id: 'x',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    };
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    const routed = createRouted({
      targets: { only: { preset: 'openai', modelId, apiKey: 'sk-0123456789abcdef' } },
      fetch: async (_, init) => {
        bodies.push(JSON.parse(String(init?.body)));
        return Response.json({ ...answer, usage });
      },
    });
    const { warnings } = await routed('only').doGenerate(options);
    return { body: JSON.stringify(bodies[0]), warnings };
  }

  it('that are another’s are named in one warning per name', async () => {
    const mine = { acme: { a: 1 } };
    const { body, warnings } = await sent({
      prompt: [
        { role: 'system', content: 'Be brief.', providerOptions: cached },
        {
          role: 'user',
          content: [{ type: 'text', text: 'Hi', providerOptions: { ...cached, ...mine } }],
          providerOptions: cached,
        },
      ],
      tools: [{ type: 'function', name: 'f', inputSchema: { type: 'object' }, providerOptions: cached }],
    });
    expect(warnings).toEqual([leftOut('anthropic'), leftOut('acme')]);
    expect(body).not.toMatch(/ephemeral|acme/);
  });

  it('that reach the wire are in no warning', async () => {
    const prompt: ModelOptions = {
      prompt: [
        {
          role: 'user',
          content: [
            {
              type: 'text',
              text: 'Hi',
              providerOptions: { openaiCompatible: { cache_control: { type: 'ephemeral' } } },
            },
          ],
        },
        {
          role: 'assistant',
          content: [
            {
              type: 'tool-call',
              toolCallId: '1',
              toolName: 'f',
              input: {},
              providerOptions: { openai: { thoughtSignature: 'signed' } },
            },
          ],
        },
        {
          role: 'tool',
          content: [
            { type: 'tool-result', toolCallId: '1', toolName: 'f', output: { type: 'text', value: 'x' } },
          ],
        },
      ],
    };
    // A signature that came by this road goes back by it.
    const { body, warnings } = await sent(prompt, 'gemini-2.5-flash');
    expect(warnings).toEqual([]);
    expect(body).toMatch(/ephemeral/);
    expect(body).toMatch(/signed/);
  });

  it('that the preset itself wrote on an earlier answer are in no warning', async () => {
    const told = { openai: { reasoningId: 'r1' } };
    const { warnings } = await sent({
      prompt: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hello.', providerOptions: told }] },
        { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
      ],
    });
    expect(warnings).toEqual([]);
  });

  it('are handed to a model of the application’s own as they are', async () => {
    const model = scriptedModel({ script: 'hello', provider: 'anthropic.messages' });
    const prompt: ModelOptions['prompt'] = [
      { role: 'user', content: [{ type: 'text', text: 'Hi', providerOptions: cached }] },
    ];
    const { warnings } = await createRouted({ targets: { only: model } })('only').doGenerate({ prompt });
    expect(warnings).toEqual([]);
    expect(model.calls[0]?.prompt).toEqual(prompt);
  });
});

describe('options of a call, at a model of the application’s own', () => {
  async function given(provider: string, providerOptions: ProviderOptions, more: Partial<ModelOptions> = {}) {
    const model = scriptedModel({ script: 'hello', provider });
    const targets = { only: { model, defaults: { reasoning: 'minimal' as const } } };
    const options = ask('Hi', { providerOptions, ...more });
    const { warnings } = await createRouted({ targets })('only').doGenerate(options);
    return { seen: model.calls[0] as ModelOptions, warnings };
  }
  const effort = { openai: { reasoningEffort: 'low' } };
  const notItsOwn = (name: string) =>
    expect.objectContaining({ type: 'unsupported', feature: `providerOptions.${name}` });

  it.each<[string, ProviderOptions, string]>([
    ['OpenAI’s effort', effort, 'low'],
    ['a budget of thinking', { google: { thinkingConfig: { thinkingBudget: 0 } } }, 'none'],
  ])('%s becomes the call’s, before a default', async (_, providerOptions, reasoning) => {
    const { seen, warnings } = await given('anthropic.messages', providerOptions);
    expect(seen).toMatchObject({ reasoning, providerOptions });
    expect(warnings).toEqual([]);
  });

  it.each<[string, ProviderOptions, Partial<ModelOptions>, string]>([
    ['the call says its own', effort, { reasoning: 'high' }, 'high'],
    ['the model’s own words say it', { ...effort, anthropic: { effort: 'high' } }, {}, 'minimal'],
  ])('but not where %s', async (_, providerOptions, more, reasoning) => {
    const { seen, warnings } = await given('anthropic.messages', providerOptions, more);
    expect(seen.reasoning).toBe(reasoning);
    expect(warnings).toEqual([]);
  });

  it('what is known to be another’s, and has no translation, is named in a warning', async () => {
    const { seen, warnings } = await given('anthropic.messages', {
      openai: { reasoningEffort: 'as you like', logitBias: {} },
      google: { safetySettings: [] },
      deepseek: { x: 1 },
      acme: { x: 1 },
      anthropic: { cacheControl: {} },
      routed: { tenant: 'x' },
    });
    expect(warnings).toEqual([
      notItsOwn('openai.reasoningEffort'),
      notItsOwn('openai.logitBias'),
      notItsOwn('google.safetySettings'),
      notItsOwn('deepseek.x'),
    ]);
    expect(Object.keys(seen.providerOptions ?? {})).toEqual([
      'openai',
      'google',
      'deepseek',
      'acme',
      'anthropic',
    ]);
  });

  it.each([
    ['openai.responses', { openai: { logitBias: {} } }],
    ['azure.chat', { openai: { logitBias: {} } }],
    ['google.vertex.chat', { google: { safetySettings: [] } }],
    ['vertex.anthropic.messages', { anthropic: { cacheControl: {} } }],
    ['gateway', { anthropic: { cacheControl: {} }, openai: { logitBias: {} } }],
  ] as [string, ProviderOptions][])(
    '%s reads its own, or hands them on',
    async (provider, providerOptions) => {
      const { seen, warnings } = await given(provider, providerOptions);
      expect(warnings).toEqual([]);
      expect(seen.providerOptions).toEqual(providerOptions);
      expect(seen.reasoning).toBe('minimal');
    },
  );
});
