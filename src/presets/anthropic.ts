import type { Preset } from './preset.js';

/** Anthropic's OpenAI-compatible endpoint, which ignores `response_format`. */
export const anthropic: Preset = {
  name: 'anthropic',
  title: 'Anthropic',
  baseURL: 'https://api.anthropic.com/v1',
  baseURLVariable: 'ANTHROPIC_BASE_URL',
  apiKeyVariable: 'ANTHROPIC_API_KEY',
  takesJsonSchema: false,
};
