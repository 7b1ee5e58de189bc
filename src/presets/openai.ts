import type { Preset } from './preset.js';

/** OpenAI's chat completions. */
export const openai: Preset = {
  name: 'openai',
  title: 'OpenAI',
  baseURL: 'https://api.openai.com/v1',
  baseURLVariable: 'OPENAI_BASE_URL',
  apiKeyVariable: 'OPENAI_API_KEY',
  takesJsonSchema: true,
  // Its reasoning models refuse `max_tokens`; the others take both.
  maxTokensField: 'max_completion_tokens',
};
