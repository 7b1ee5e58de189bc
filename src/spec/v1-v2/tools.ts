import type { LanguageModelV1FunctionTool, LanguageModelV1ProviderDefinedTool } from 'provider-v1';
import type { LanguageModelV2FunctionTool, LanguageModelV2ProviderDefinedTool } from 'provider-v2';

/** A tool of V1 in V2. */
export function toolUp(
  tool: LanguageModelV1FunctionTool | LanguageModelV1ProviderDefinedTool,
): LanguageModelV2FunctionTool | LanguageModelV2ProviderDefinedTool {
  if (tool.type === 'provider-defined') return tool;
  const { parameters, ...rest } = tool;
  return { ...rest, inputSchema: parameters };
}
