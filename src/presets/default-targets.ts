import { holysheepPrices } from '../price/holysheep.js';

/**
 * The built-in targets: four models on HolySheep's gateway. Limits are what it gives to a paid account; windows and
 * longest answers of the models: models.dev (MIT), November 2026.
 */
const gateway = { preset: 'holysheep', limits: { requestsPerMinute: 6_000, maxConcurrent: 100 } } as const;

export const defaultTargets = {
  'deepseek-v3.2': {
    ...gateway,
    price: holysheepPrices['deepseek-v3.2'],
    contextTokens: 128_000,
    maxOutputTokens: 8_192,
    expectedFirstContentMs: 900,
    supports: { tools: true, images: false, files: false, jsonSchema: true, reasoning: false },
  },
  'gemini-2.5-flash': {
    ...gateway,
    price: holysheepPrices['gemini-2.5-flash'],
    contextTokens: 1_048_576,
    maxOutputTokens: 65_536,
    expectedFirstContentMs: 500,
    supports: { tools: true, images: true, jsonSchema: true, reasoning: true },
  },
  'claude-sonnet-4.5': {
    ...gateway,
    price: holysheepPrices['claude-sonnet-4.5'],
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    expectedFirstContentMs: 1_200,
    supports: { tools: true, images: true, jsonSchema: true, reasoning: true },
  },
  'gpt-4.1': {
    ...gateway,
    price: holysheepPrices['gpt-4.1'],
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
    expectedFirstContentMs: 700,
    supports: { tools: true, images: true, jsonSchema: true, reasoning: false },
  },
} as const;

/** Each tier's fallback chain over the built-in targets. */
export const defaultRoutes = {
  simple: ['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1'],
  medium: ['gemini-2.5-flash', 'gpt-4.1', 'claude-sonnet-4.5'],
  complex: ['claude-sonnet-4.5', 'gpt-4.1', 'gemini-2.5-flash'],
} as const;

/** Other names that people use; each applies while its target exists. */
export const defaultAliases: Readonly<Record<string, string>> = {
  'gpt-4': 'gpt-4.1',
  'gpt-4-turbo': 'gpt-4.1',
  'holysheep-gpt-4': 'gpt-4.1',
  'holysheep-gpt-4-turbo': 'gpt-4.1',
  'claude-3-opus': 'claude-sonnet-4.5',
  'claude-3-sonnet': 'claude-sonnet-4.5',
  'claude-sonnet-4-5': 'claude-sonnet-4.5',
  'holysheep-claude': 'claude-sonnet-4.5',
  'holysheep-claude-opus': 'claude-sonnet-4.5',
  'holysheep-claude-sonnet': 'claude-sonnet-4.5',
  'deepseek-chat': 'deepseek-v3.2',
  'holysheep-deepseek': 'deepseek-v3.2',
};
