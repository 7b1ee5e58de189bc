import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3CallOptions, SharedV3Warning } from 'provider-v3';
import { promptDown } from './prompt-down.js';
import { promptUp } from './prompt-up.js';
import { toolDown, toolUp } from './tools.js';

/** Call options of V2 in V3. Nothing is lost. */
export function optionsUp({ tools, ...options }: LanguageModelV2CallOptions): LanguageModelV3CallOptions {
  const up = { ...options, prompt: promptUp(options.prompt) };
  return tools === undefined ? up : { ...up, tools: tools.map(toolUp) };
}

/**
 * Call options of V3 in V2. Lost, with a warning: a tool's `strict` and examples, answers to approval requests, custom
 * parts of tool results, the content behind a tool result's URL (the URL itself stays, as text).
 * @throws UnsupportedFunctionalityError for a provider's file id in a tool result
 */
export function optionsDown(
  { tools, ...options }: LanguageModelV3CallOptions,
  warn: (warning: SharedV3Warning) => void,
): LanguageModelV2CallOptions {
  const down = { ...options, prompt: promptDown(options.prompt, warn) } as LanguageModelV2CallOptions;
  return tools === undefined ? down : { ...down, tools: tools.map(tool => toolDown(tool, warn)) };
}
