import type { LanguageModelV1 } from 'provider-v1';
import { withJsonInstruction } from '../prompt/json-instruction.js';
import type { V4 } from './crossing.js';

/**
 * The options of a call for a model of V1 that can give an object only as the input of a tool: where no such tool can be
 * made, beside the call's own tools or without a schema, the object is asked for in words.
 */
export function inWords(
  { defaultObjectGenerationMode, supportsStructuredOutputs }: LanguageModelV1,
  options: V4['options'],
): V4['options'] {
  const { prompt, responseFormat, tools = [] } = options;
  const isByTool = defaultObjectGenerationMode === 'tool' && supportsStructuredOutputs !== true;
  if (!isByTool || responseFormat?.type !== 'json') return options;
  const { schema } = responseFormat;
  if ((tools.length === 0) === (schema !== undefined)) return options;
  return {
    ...options,
    prompt: withJsonInstruction(prompt, schema),
    responseFormat: tools.length === 0 ? { type: 'text' } : { type: 'json' },
  };
}
