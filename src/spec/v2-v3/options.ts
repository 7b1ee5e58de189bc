import type { LanguageModelV2CallOptions } from 'provider-v2';
import type { LanguageModelV3CallOptions } from 'provider-v3';
import { promptUp } from './prompt.js';
import { toolUp } from './tools.js';

/** Call options of V2 in V3. Nothing is lost. */
export function optionsUp({ tools, ...options }: LanguageModelV2CallOptions): LanguageModelV3CallOptions {
  const up = { ...options, prompt: promptUp(options.prompt) };
  return tools === undefined ? up : { ...up, tools: tools.map(toolUp) };
}
