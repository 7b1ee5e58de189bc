import type { LanguageModelV1, LanguageModelV1CallOptions } from 'provider-v1';
import type { LanguageModelV2CallOptions } from 'provider-v2';
import { toolDown, toolUp } from './tools.js';

type Mode = LanguageModelV1CallOptions['mode'];
type Modal = Pick<LanguageModelV2CallOptions, 'tools' | 'toolChoice' | 'responseFormat'>;
type Format = NonNullable<Modal['responseFormat']>;

/** V1's three modes as tools and a response format. */
export function modeUp(mode: Mode): Modal {
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

/** How a model of V1 likes to be asked for an object. */
export type ObjectMode = LanguageModelV1['defaultObjectGenerationMode'];

/** Tools and a response format as one of V1's modes; beside tools, the format stays one of the settings. */
export function modeDown(
  { tools = [], toolChoice, responseFormat }: Modal,
  objectMode: ObjectMode,
): { mode: Mode; responseFormat?: Format } {
  if (responseFormat?.type === 'json' && tools.length === 0) {
    const { type: _, ...format } = responseFormat;
    const { schema, name = 'json', description = 'Answer with a JSON object.' } = format;
    return objectMode === 'tool' && schema !== undefined
      ? { mode: { type: 'object-tool', tool: { type: 'function', name, description, parameters: schema } } }
      : { mode: { type: 'object-json', ...format } };
  }
  return {
    mode: {
      type: 'regular',
      ...(tools.length === 0 ? {} : { tools: tools.map(toolDown) }),
      ...(toolChoice === undefined ? {} : { toolChoice }),
    },
    ...(responseFormat === undefined ? {} : { responseFormat }),
  };
}
