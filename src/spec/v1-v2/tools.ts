import type { LanguageModelV1FunctionTool, LanguageModelV1ProviderDefinedTool } from 'provider-v1';
import type { LanguageModelV2FunctionTool, LanguageModelV2ProviderDefinedTool } from 'provider-v2';

type V1Tool = LanguageModelV1FunctionTool | LanguageModelV1ProviderDefinedTool;
type V2Tool = LanguageModelV2FunctionTool | LanguageModelV2ProviderDefinedTool;

/** A tool of V1 in V2. */
export function toolUp(tool: V1Tool): V2Tool {
  if (tool.type === 'provider-defined') return tool;
  const { parameters, ...rest } = tool;
  return { ...rest, inputSchema: parameters };
}

/** A tool of V2 in V1. Lost: its provider options. */
export function toolDown(tool: V2Tool): V1Tool {
  if (tool.type === 'provider-defined') return tool;
  const { inputSchema, providerOptions: _, ...rest } = tool;
  return { ...rest, parameters: inputSchema };
}
