/**
 * The one place that names the language-model specification the core speaks.
 * When the AI SDK moves on, this file changes first and `tsc` shows the rest.
 */
import type {
  JSONObject,
  JSONValue,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
  LanguageModelV4Usage,
  SharedV4ProviderMetadata,
  SharedV4ProviderOptions,
  SharedV4Warning,
} from '@ai-sdk/provider';

export type { JSONObject, JSONValue };
export type Model = LanguageModelV4;
export type ModelOptions = LanguageModelV4CallOptions;
export type ModelPrompt = LanguageModelV4Prompt;
export type ModelMessage = LanguageModelV4Message;
export type ModelContent = LanguageModelV4Content;
export type ModelResult = LanguageModelV4GenerateResult;
export type ModelStreamResult = LanguageModelV4StreamResult;
export type ModelPart = LanguageModelV4StreamPart;
export type ModelUsage = LanguageModelV4Usage;
export type ModelFinishReason = LanguageModelV4FinishReason;
export type ModelWarning = SharedV4Warning;
export type ProviderOptions = SharedV4ProviderOptions;
export type ProviderMetadata = SharedV4ProviderMetadata;
export type ReasoningEffort = NonNullable<ModelOptions['reasoning']>;

export const specificationVersion = 'v4' as const;
