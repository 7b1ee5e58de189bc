import type { PresetName } from './index.js';

/**
 * What is known of a vendor's model: USD per million tokens (input, output, cache read, cache write), window and longest answer.
 * From genai-prices 0.1.8 (Pydantic) and models.dev (anomalyco), both MIT; as of November 2026, prices up to the first context tier.
 */
interface Entry {
  readonly price: {
    readonly inputUsdPerMTok: number;
    readonly outputUsdPerMTok: number;
    readonly cacheReadUsdPerMTok?: number;
    readonly cacheWriteUsdPerMTok?: number;
  };
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly supports: { readonly tools: boolean; readonly images: boolean; readonly reasoning: boolean };
}

type Row = readonly [
  input: number,
  output: number,
  cacheRead: number,
  contextTokens: number,
  maxOutputTokens: number,
  images: boolean,
  reasoning: boolean,
  cacheWrite?: number,
];

const openai: Readonly<Record<string, Row>> = {
  'gpt-4.1': [2, 8, 0.5, 1_047_576, 32_768, true, false],
  'gpt-4.1-mini': [0.4, 1.6, 0.1, 1_047_576, 32_768, true, false],
  'gpt-4.1-nano': [0.1, 0.4, 0.025, 1_047_576, 32_768, true, false],
  'gpt-4o': [2.5, 10, 1.25, 128_000, 16_384, true, false],
  'gpt-4o-mini': [0.15, 0.6, 0.075, 128_000, 16_384, true, false],
  o3: [2, 8, 0.5, 200_000, 100_000, true, true],
  'o4-mini': [1.1, 4.4, 0.275, 200_000, 100_000, true, true],
  'gpt-5': [1.25, 10, 0.125, 400_000, 128_000, true, true],
  'gpt-5-mini': [0.25, 2, 0.025, 400_000, 128_000, true, true],
  'gpt-5-nano': [0.05, 0.4, 0.005, 400_000, 128_000, true, true],
  'gpt-5.1': [1.25, 10, 0.125, 400_000, 128_000, true, true],
  'gpt-5.2': [1.75, 14, 0.175, 400_000, 128_000, true, true],
};

const anthropic: Readonly<Record<string, Row>> = {
  'claude-haiku-4.5': [1, 5, 0.1, 200_000, 64_000, true, true, 1.25],
  'claude-sonnet-4.5': [3, 15, 0.3, 200_000, 64_000, true, true, 3.75],
  'claude-sonnet-4.6': [3, 15, 0.3, 1_000_000, 64_000, true, true, 3.75],
  'claude-opus-4.1': [15, 75, 1.5, 200_000, 32_000, true, true, 18.75],
  'claude-opus-4.5': [5, 25, 0.5, 200_000, 64_000, true, true, 6.25],
  'claude-opus-4.6': [5, 25, 0.5, 1_000_000, 128_000, true, true, 6.25],
};

const deepseek: Readonly<Record<string, Row>> = {
  'deepseek-chat': [0.14, 0.28, 0.0028, 1_000_000, 384_000, false, false],
  'deepseek-reasoner': [0.14, 0.28, 0.0028, 1_000_000, 384_000, false, true],
  'deepseek-v4-flash': [0.14, 0.28, 0.0028, 1_000_000, 384_000, false, true],
  'deepseek-v4-pro': [0.435, 0.87, 0.003_625, 1_000_000, 384_000, false, true],
};

/** The gateway's own models are `defaultTargets`; what it charges for others is not published model by model. */
const rows: Readonly<Record<PresetName, Readonly<Record<string, Row>>>> = {
  openai,
  anthropic,
  deepseek,
  holysheep: {},
};

/** What is known of a model of a preset, by its normalised id; null when it is not in the catalogue: then it has no price. */
export function catalogueEntry(preset: PresetName, normalisedId: string): Entry | null {
  const row = Object.hasOwn(rows[preset], normalisedId) ? rows[preset][normalisedId] : undefined;
  if (row === undefined) return null;
  const [
    inputUsdPerMTok,
    outputUsdPerMTok,
    cacheReadUsdPerMTok,
    contextTokens,
    maxOutputTokens,
    images,
    reasoning,
    cacheWriteUsdPerMTok,
  ] = row;
  const price = {
    inputUsdPerMTok,
    outputUsdPerMTok,
    cacheReadUsdPerMTok,
    ...(cacheWriteUsdPerMTok === undefined ? {} : { cacheWriteUsdPerMTok }),
  };
  return { price, contextTokens, maxOutputTokens, supports: { tools: true, images, reasoning } };
}
