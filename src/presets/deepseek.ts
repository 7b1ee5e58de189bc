import type { Preset } from './preset.js';

/** DeepSeek's chat completions; JSON mode without a schema. */
export const deepseek: Preset = {
  name: 'deepseek',
  title: 'DeepSeek',
  baseURL: 'https://api.deepseek.com/v1',
  baseURLVariable: 'DEEPSEEK_BASE_URL',
  apiKeyVariable: 'DEEPSEEK_API_KEY',
  takesJsonSchema: false,
};
