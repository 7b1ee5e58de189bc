import type { LanguageModelV1CallOptions, LanguageModelV1ProviderMetadata } from 'provider-v1';
import type {
  LanguageModelV2CallOptions,
  LanguageModelV2CallWarning,
  SharedV2ProviderOptions,
} from 'provider-v2';
import type { ObjectMode } from './mode.js';
import { modeDown, modeUp } from './mode.js';
import { promptDown } from './prompt-down.js';
import { promptUp } from './prompt-up.js';

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

/** Call options of V2 in V1. Lost, with a warning, is what `promptDown` says; raw chunks, which V1 has none of. */
export function optionsDown(
  {
    prompt,
    maxOutputTokens,
    providerOptions,
    includeRawChunks: _,
    tools,
    toolChoice,
    responseFormat,
    ...settings
  }: LanguageModelV2CallOptions,
  objectMode: ObjectMode,
  warn: (warning: LanguageModelV2CallWarning) => void,
): LanguageModelV1CallOptions {
  return {
    ...settings,
    inputFormat: isPlain(prompt) ? 'prompt' : 'messages',
    prompt: promptDown(prompt, warn),
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(providerOptions === undefined
      ? {}
      : { providerMetadata: providerOptions as LanguageModelV1ProviderMetadata }),
    ...modeDown(
      {
        ...(tools === undefined ? {} : { tools }),
        ...(toolChoice === undefined ? {} : { toolChoice }),
        ...(responseFormat === undefined ? {} : { responseFormat }),
      },
      objectMode,
    ),
  };
}

/** One text of the user and nothing else is what AI SDK 4 calls a prompt. */
function isPlain([message, ...rest]: LanguageModelV2CallOptions['prompt']): boolean {
  return (
    rest.length === 0 &&
    message?.role === 'user' &&
    message.content.length === 1 &&
    message.content[0]?.type === 'text'
  );
}
