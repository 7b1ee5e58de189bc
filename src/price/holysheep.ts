import type { UsdPrice } from './to-price.js';

/**
 * What HolySheep's gateway charges, kept by hand: no catalogue of prices has it. Looked up in November 2026.
 *
 * It publishes one figure per model ($8, $15, $2.50, $0.42: www.holysheep.ai/articles, April to June 2026), which is the
 * price of a million tokens of OUTPUT, and the same as the vendor's own list. Its articles contradict one another on input
 * ($3, $5, $0.80, $0.14 on one page, the vendors' prices on another), and say that it asks "the same base rates as
 * upstream". So input and cache prices are the vendors' list prices, by genai-prices 0.1.8 and models.dev. Where a bill
 * says otherwise, give the target a `price`. Of its other models nothing is published: they have no price.
 */
export const holysheepPrices = {
  // Output $8. OpenAI's list: 2 / 0.5 cached / 8.
  'gpt-4.1': { inputUsdPerMTok: 2, outputUsdPerMTok: 8, cacheReadUsdPerMTok: 0.5 },
  // Output $15. Anthropic's list: 3 / 0.3 cached / 3.75 written / 15.
  'claude-sonnet-4.5': {
    inputUsdPerMTok: 3,
    outputUsdPerMTok: 15,
    cacheReadUsdPerMTok: 0.3,
    cacheWriteUsdPerMTok: 3.75,
  },
  // Output $2.50. Google's list: 0.3 / 0.03 cached / 2.5.
  'gemini-2.5-flash': { inputUsdPerMTok: 0.3, outputUsdPerMTok: 2.5, cacheReadUsdPerMTok: 0.03 },
  // Output $0.42. DeepSeek's list while it served V3.2: 0.28 / 0.028 cached / 0.42.
  'deepseek-v3.2': { inputUsdPerMTok: 0.28, outputUsdPerMTok: 0.42, cacheReadUsdPerMTok: 0.028 },
} as const satisfies Readonly<Record<string, UsdPrice>>;
