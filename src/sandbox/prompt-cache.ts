import { countTokens, walkBlocks } from './count-tokens.js';

const blockTokens = 64;
/** Shorter prefixes are not cached; OpenAI's prompt caching starts at 1,024 tokens too. */
const minimumTokens = 1_024;
const maxBlocks = 65_536;

/** What a model remembers of the beginnings of prompts. */
export interface PromptCache {
  /** How many tokens of this prompt were sent before as a beginning, in whole blocks; then remembers it. */
  match(prompt: string): number;
}

/** Counts repeated prompt prefixes of 1,024 tokens and more in blocks of 64. Forgets the oldest beyond 65,536 blocks. */
export function createPromptCache(): PromptCache {
  const seen = new Set<number>();
  return {
    match(prompt) {
      if (countTokens(prompt) <= minimumTokens) return 0;
      const chains: number[] = [];
      walkBlocks(prompt, blockTokens, chain => chains.push(chain));
      let known = 0;
      while (known < chains.length && seen.has(chains[known] as number)) known++;
      for (const chain of chains.slice(known)) seen.add(chain);
      for (const oldest of seen) {
        if (seen.size <= maxBlocks) break;
        seen.delete(oldest);
      }
      const cachedTokens = known * blockTokens;
      return cachedTokens >= minimumTokens ? cachedTokens : 0;
    },
  };
}
