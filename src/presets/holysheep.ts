import type { Preset } from './preset.js';

/** HolySheep's gateway: many vendors' models behind one OpenAI-compatible address. */
export const holysheep: Preset = {
  name: 'holysheep',
  title: 'HolySheep',
  baseURL: 'https://api.holysheep.ai/v1',
  baseURLVariable: 'HOLYSHEEP_BASE_URL',
  apiKeyVariable: 'HOLYSHEEP_API_KEY',
  takesJsonSchema: true,
};
