import type { LanguageModelV1StreamPart } from 'provider-v1';
import type { LanguageModelV2StreamPart } from 'provider-v2';
import type { V1 } from '../crossing.js';
import type { LeftOut } from '../left-out.js';
import { tellingLeftOut } from '../left-out.js';
import { isLost, metadataDown, sourceDown, toolCallDown, usageDown, warningDown } from './result-down.js';
import { packMetadata } from './signature.js';

/** V1 has no ids for its parts, and names the tool with every delta. */
export interface PartState {
  /** The tool of each call whose input is streaming. */
  readonly toolNames: Map<string, string>;
  /** Calls of which some input was handed on. */
  readonly begun: Set<string>;
  /** Reasoning of which some text was handed on. */
  readonly reasoned: Set<string>;
  readonly leftOut: LeftOut;
}

export const createPartState = (): PartState => ({
  toolNames: new Map(),
  begun: new Set(),
  reasoned: new Set(),
  leftOut: new Set(),
});

/** A stream part of V2 in V1; what V1 does not know is left out, and named at the end. */
export function partDown(part: LanguageModelV2StreamPart, state: PartState): V1['part'][] {
  if (isLost(part)) {
    if (part.type !== 'tool-input-start') state.leftOut.add(part.type);
    return [];
  }
  switch (part.type) {
    case 'stream-start':
      return [{ type: 'warnings', warnings: part.warnings.map(warningDown) }];
    case 'text-delta':
      return [{ type: 'text-delta', textDelta: part.delta }];
    case 'reasoning-delta':
      state.reasoned.add(part.id);
      return [{ type: 'reasoning', textDelta: part.delta }];
    case 'reasoning-end':
      return signatureDown(part, state);
    case 'tool-input-start':
      state.toolNames.set(part.id, part.toolName);
      return [];
    case 'tool-input-delta':
      return inputDeltaDown(part.id, part.delta, state);
    case 'tool-call':
      return toolCallPartsDown(part, state);
    case 'file':
      return [{ type: 'file', data: part.data, mimeType: part.mediaType }];
    case 'source': {
      const source = sourceDown(part);
      return source === null ? [] : [{ type: 'source', source }];
    }
    case 'response-metadata':
    case 'error':
      return [part];
    case 'finish':
      return [
        {
          type: 'finish',
          finishReason: part.finishReason,
          usage: usageDown(part.usage),
          ...metadataDown(tellingLeftOut(part.providerMetadata, state.leftOut)),
        },
      ];
    default:
      return [];
  }
}

type V2Part<Type> = Extract<LanguageModelV2StreamPart, { type: Type }>;

/** A signature may only follow a text: without one, what came is encrypted. */
function signatureDown(
  { id, providerMetadata }: V2Part<'reasoning-end'>,
  { reasoned }: PartState,
): LanguageModelV1StreamPart[] {
  const packed = packMetadata(providerMetadata);
  if (packed === undefined) return [];
  return reasoned.has(id)
    ? [{ type: 'reasoning-signature', signature: packed }]
    : [{ type: 'redacted-reasoning', data: packed }];
}

function inputDeltaDown(
  id: string,
  delta: string,
  { toolNames, begun }: PartState,
): LanguageModelV1StreamPart[] {
  const toolName = toolNames.get(id);
  if (toolName === undefined) return [];
  begun.add(id);
  return [
    { type: 'tool-call-delta', toolCallType: 'function', toolCallId: id, toolName, argsTextDelta: delta },
  ];
}

/** AI SDK 4 builds objects from the deltas alone, so a call whose input did not stream brings it as one delta first. */
function toolCallPartsDown(part: V2Part<'tool-call'>, { begun }: PartState): LanguageModelV1StreamPart[] {
  const call = toolCallDown(part);
  const { args, ...name } = call;
  const whole: LanguageModelV1StreamPart = { type: 'tool-call', ...call };
  return begun.has(part.toolCallId)
    ? [whole]
    : [{ type: 'tool-call-delta', ...name, argsTextDelta: args }, whole];
}
