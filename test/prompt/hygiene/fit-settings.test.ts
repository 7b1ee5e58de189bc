import { describe, expect, it } from 'vitest';
import type { ModelOptions } from '../../../src/core/model.js';
import type { Family } from '../../../src/core/target.js';
import { familyOfModel, familyOfPreset } from '../../../src/prompt/hygiene/family-of.js';
import { fitSettings } from '../../../src/prompt/hygiene/fit-settings.js';
import { answer, call, result, thought, user } from './prompts.js';

const gateway = (modelId: string) => familyOfPreset('holysheep', modelId);
const own = (provider: string, modelId: string) => familyOfModel(provider, modelId) as Family;
const fitted = (family: Family | null, options: Partial<ModelOptions>) =>
  fitSettings({ prompt: [user()], ...options }, family);
const sampling = { temperature: 0, topP: 0.9, presencePenalty: 1, frequencyPenalty: 1 };

describe('the sampling settings of a call', () => {
  it.each([
    gateway('o1'),
    gateway('o3'),
    gateway('o4-mini'),
    gateway('gpt-5'),
    gateway('openai/gpt-5-mini-2025-08-07'),
    gateway('gpt-5.1'),
    gateway('gpt-6-sol'),
    own('openai.chat', 'o3-mini'),
  ])('are left out for a reasoning model of OpenAI, one warning each ($modelId)', family => {
    const { settings, warnings } = fitted(family, sampling);
    expect(settings).toEqual({
      temperature: undefined,
      topP: undefined,
      presencePenalty: undefined,
      frequencyPenalty: undefined,
    });
    expect(warnings).toEqual(
      Object.keys(sampling).map(feature => ({
        type: 'unsupported',
        feature,
        details: `${family.modelId} is a reasoning model and refuses it; it was left out.`,
      })),
    );
    expect(fitted(family, {})).toEqual({ settings: {}, warnings: [] });
  });

  it.each([
    gateway('gpt-4.1'),
    gateway('gpt-4o'),
    gateway('gpt-5-chat-latest'),
    gateway('claude-sonnet-4.5'),
    gateway('gemini-2.5-flash'),
    gateway('deepseek-v3.2'),
    gateway('olmo-3'),
    null,
  ])('stay for others ($modelId)', family => {
    expect(fitted(family, sampling)).toEqual({ settings: {}, warnings: [] });
  });

  it('stay from gpt-5.1 on when no reasoning is asked for, in either way', () => {
    expect(fitted(gateway('gpt-5.1'), { ...sampling, reasoning: 'none' }).settings).toEqual({});
    const providerOptions = { holysheep: { reasoningEffort: 'none' } };
    expect(fitted(gateway('gpt-5.2'), { ...sampling, providerOptions }).settings).toEqual({});
    expect(fitted(gateway('gpt-5'), { temperature: 0, reasoning: 'none' }).settings).toMatchObject({
      temperature: undefined,
    });
    expect(fitted(gateway('gpt-6'), { temperature: 0, reasoning: 'none' }).settings).toEqual({
      temperature: undefined,
    });
  });
});

describe('the effort of reasoning', () => {
  it.each([
    ['o3', 'none', 'low'],
    ['o3', 'minimal', 'low'],
    ['o3', 'medium', 'medium'],
    ['o3', 'xhigh', 'high'],
    ['gpt-5', 'none', 'minimal'],
    ['gpt-5', 'max', 'high'],
    ['gpt-5-pro', 'low', 'high'],
    ['gpt-5.1', 'none', 'none'],
    ['gpt-5.1', 'minimal', 'low'],
    ['gpt-5.1', 'xhigh', 'high'],
    ['gpt-5.1-codex-max', 'xhigh', 'xhigh'],
    ['gpt-5.1-codex', 'none', 'low'],
    ['gpt-5.2', 'xhigh', 'xhigh'],
    ['gpt-5.2', 'max', 'xhigh'],
    ['gpt-5.6-sol', 'max', 'max'],
    ['gemini-2.5-flash', 'max', 'high'],
    ['gemini-2.5-flash', 'minimal', 'low'],
    ['gemini-2.5-flash', 'none', 'none'],
    ['gemini-2.5-pro', 'none', 'low'],
    ['gemini-3-flash', 'none', 'low'],
    ['claude-sonnet-4.5', 'max', 'max'],
    ['deepseek-v4-pro', 'minimal', 'minimal'],
  ] as const)('behind a preset, %s: %s becomes %s', (modelId, reasoning, becomes) => {
    const { settings, warnings } = fitted(gateway(modelId), { reasoning });
    expect(settings).toEqual(reasoning === becomes ? {} : { reasoning: becomes });
    expect(warnings).toEqual(
      reasoning === becomes
        ? []
        : [
            {
              type: 'other',
              message: `reasoning effort '${reasoning}' became '${becomes}', the nearest that ${modelId} has.`,
            },
          ],
    );
  });

  it('becomes the nearest also where it stands in the provider options, the rest of which stays', () => {
    const providerOptions = { holysheep: { reasoningEffort: 'minimal', user: 'u' }, mine: { a: 1 } };
    expect(fitted(gateway('o3'), { providerOptions }).settings).toEqual({
      providerOptions: { holysheep: { reasoningEffort: 'low', user: 'u' }, mine: { a: 1 } },
    });
  });

  it("is the vendor's own adapter's affair, and so is an effort that nobody knows", () => {
    expect(fitted(own('openai.responses', 'o3'), { reasoning: 'minimal' }).settings).toEqual({});
    expect(fitted(own('google.generative-ai', 'gemini-2.5-pro'), { reasoning: 'max' }).settings).toEqual({});
    expect(
      fitted(gateway('o3'), { providerOptions: { holysheep: { reasoningEffort: 'turbo' } } }).settings,
    ).toEqual({});
    expect(fitted(gateway('o3'), { reasoning: 'provider-default' }).settings).toEqual({});
  });
});

describe("Claude's thinking", () => {
  const claude = own('anthropic.messages', 'claude-sonnet-4-5');
  const foreign = [user(), answer(call('call_1')), result('call_1')];
  const signed = [
    user(),
    answer(thought('Hm.', { anthropic: { signature: 'x' } }), call('toolu_1')),
    result('toolu_1'),
  ];
  const thinking = { thinking: { type: 'enabled', budgetTokens: 2_000 }, sendReasoning: true };

  it('is turned off in a tool loop that another family began', () => {
    const { settings, warnings } = fitted(claude, {
      prompt: foreign,
      reasoning: 'high',
      providerOptions: { anthropic: thinking, mine: { a: 1 } },
    });
    expect(settings).toEqual({
      reasoning: 'none',
      providerOptions: { anthropic: { thinking: { type: 'disabled' }, sendReasoning: true }, mine: { a: 1 } },
    });
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'reasoning' }]);
    expect(fitted(claude, { prompt: foreign, reasoning: 'low' }).settings).toEqual({ reasoning: 'none' });
  });

  it('is not asked for over a gateway either', () => {
    const family = gateway('claude-sonnet-4.5');
    expect(fitted(family, { prompt: foreign, reasoning: 'high' }).settings).toEqual({ reasoning: undefined });
    const providerOptions = { holysheep: { reasoningEffort: 'high', user: 'u' } };
    expect(fitted(family, { prompt: foreign, providerOptions }).settings).toEqual({
      providerOptions: { holysheep: { user: 'u' } },
    });
  });

  it.each([
    ['in its own loop', claude, { prompt: signed, reasoning: 'high' }],
    [
      'in its own loop behind a gateway, which shows no signature',
      gateway('claude-sonnet-4.5'),
      { prompt: signed, reasoning: 'high' },
    ],
    ['after a user message', claude, { prompt: [...foreign, user()], reasoning: 'high' }],
    ['where none was asked for', claude, { prompt: foreign }],
    ['where none is wanted', claude, { prompt: foreign, reasoning: 'none' }],
    [
      'that adapts by itself',
      claude,
      { prompt: foreign, providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } },
    ],
  ] as const)('stays as it is %s', (_, family, options) => {
    expect(fitted(family, options as unknown as ModelOptions)).toEqual({ settings: {}, warnings: [] });
  });
});
