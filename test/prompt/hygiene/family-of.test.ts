import { describe, expect, it } from 'vitest';
import { familyOfModel, familyOfPreset } from '../../../src/prompt/hygiene/family-of.js';

describe('the family of a preset target', () => {
  it.each([
    ['holysheep', 'gpt-4.1', 'openai'],
    ['holysheep', 'o3', 'openai'],
    ['holysheep', 'o4-mini', 'openai'],
    ['holysheep', 'openai/gpt-5-mini', 'openai'],
    ['holysheep', 'claude-sonnet-4.5', 'anthropic'],
    ['holysheep', 'anthropic/claude-opus-4-5-20251101', 'anthropic'],
    ['holysheep', 'Gemini-2.5-flash', 'google'],
    ['holysheep', 'deepseek-v3.2', 'deepseek'],
    ['holysheep', 'mistral-large-latest', 'mistral'],
    ['holysheep', 'qwen-max', 'other'],
    ['holysheep', 'olmo-3', 'other'],
    ['openai', 'ft:my-model', 'openai'],
    ['anthropic', 'claude-haiku-4.5', 'anthropic'],
    ['deepseek', 'my-model', 'deepseek'],
  ])('%s, %s: %s', (preset, modelId, vendor) => {
    expect(familyOfPreset(preset, modelId)).toMatchObject({
      vendor,
      isCompatible: true,
      reads: [preset, 'openaiCompatible'],
    });
  });
});

describe("the family of a user's own model", () => {
  it.each([
    ['openai.chat', 'gpt-4.1', 'openai', ['openai', 'azure']],
    ['openai.responses', 'anything', 'openai', ['openai', 'azure']],
    ['azure.responses', 'my-deployment', 'openai', ['openai', 'azure']],
    ['azure-openai.chat', 'my-deployment', 'openai', ['openai', 'azure']],
    ['anthropic.messages', 'claude-sonnet-4-5', 'anthropic', ['anthropic']],
    [
      'vertex.anthropic.messages',
      'claude-sonnet-4-5@20250929',
      'anthropic',
      ['anthropic', 'google', 'vertex', 'googleVertex'],
    ],
    ['bedrock.anthropic.messages', 'claude', 'anthropic', ['anthropic', 'bedrock', 'amazonBedrock']],
    ['amazon-bedrock', 'us.anthropic.claude-sonnet-4', 'anthropic', ['bedrock', 'amazonBedrock']],
    ['amazon-bedrock', 'amazon.nova-pro-v1:0', 'amazon', ['bedrock', 'amazonBedrock']],
    ['google.generative-ai', 'gemini-2.5-pro', 'google', ['google', 'vertex', 'googleVertex']],
    ['google.vertex.chat', 'gemini-2.5-pro', 'google', ['google', 'vertex', 'googleVertex']],
    ['mistral.chat', 'magistral-medium', 'mistral', ['mistral']],
    ['deepseek.chat', 'deepseek-reasoner', 'deepseek', ['deepseek']],
  ])('%s, %s: %s', (provider, modelId, vendor, reads) => {
    expect(familyOfModel(provider, modelId)).toMatchObject({ vendor, isCompatible: false, reads });
  });

  it.each(['mine.chat', 'openrouter', 'gateway', 'groq.chat', 'openai-compatible.chat', ''])(
    '%j is unknown: its prompts are left alone, whatever its id says',
    provider => {
      expect(familyOfModel(provider, 'gpt-4.1')).toBeNull();
    },
  );
});
