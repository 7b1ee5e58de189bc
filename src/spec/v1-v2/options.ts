import type { LanguageModelV1CallOptions } from 'provider-v1';
import type { LanguageModelV2CallOptions, SharedV2ProviderOptions } from 'provider-v2';
import { promptUp } from './prompt.js';
import { toolUp } from './tools.js';

/**
 * Call options of V1 in V2. The three modes become tools and a response format.
 * AI SDK 4 sends a temperature of 0 where its user gave none; it is passed on, as every other provider does.
 */
export function optionsUp({
  inputFormat: _,
  mode,
  maxTokens,
  providerMetadata,
  prompt,
  ...settings
}: LanguageModelV1CallOptions): LanguageModelV2CallOptions {
  return {
    ...settings,
    prompt: promptUp(prompt),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(providerMetadata === undefined
      ? {}
      : { providerOptions: providerMetadata as SharedV2ProviderOptions }),
    ...modeUp(mode),
  };
}

type Modal = Pick<LanguageModelV2CallOptions, 'tools' | 'toolChoice' | 'responseFormat'>;

function modeUp(mode: LanguageModelV1CallOptions['mode']): Modal {
  switch (mode.type) {
    case 'object-json': {
      const { type: _, ...format } = mode;
      return { responseFormat: { type: 'json', ...format } };
    }
    case 'object-tool':
      return { tools: [toolUp(mode.tool)], toolChoice: { type: 'tool', toolName: mode.tool.name } };
    default: {
      const { tools, toolChoice } = mode;
      return {
        ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(toolUp) }),
        ...(toolChoice === undefined ? {} : { toolChoice }),
      };
    }
  }
}
