import type { LanguageModelV1StreamPart } from 'provider-v1';
import type { LanguageModelV2StreamPart, SharedV2ProviderMetadata } from 'provider-v2';
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
  /** What was last said of each reasoning: providers say it at its start, with a delta, or at its end. */
  readonly reasonings: Map<string, SharedV2ProviderMetadata>;
  /** The reasoning whose text was handed on last, until it is signed; null: none. */
  unsigned: string | null;
  readonly leftOut: LeftOut;
}

export const createPartState = (): PartState => ({
  toolNames: new Map(),
  begun: new Set(),
  reasonings: new Map(),
  unsigned: null,
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
    case 'reasoning-start':
    case 'reasoning-delta':
    case 'reasoning-end':
      return reasoningDown(part, state);
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

/**
 * AI SDK 4 takes a signature for that of the text before it, and ends the process where there is none. What is left is
 * encrypted reasoning, or that of a text which another one interrupted: its place is beside the texts.
 */
function reasoningDown(
  part: V2Part<'reasoning-start' | 'reasoning-delta' | 'reasoning-end'>,
  state: PartState,
): LanguageModelV1StreamPart[] {
  const { id, providerMetadata } = part;
  if (providerMetadata !== undefined) state.reasonings.set(id, providerMetadata);
  if (part.type === 'reasoning-delta' && part.delta !== '') {
    state.unsigned = id;
    return [{ type: 'reasoning', textDelta: part.delta }];
  }
  if (part.type !== 'reasoning-end') return [];
  const packed = packMetadata(state.reasonings.get(id));
  state.reasonings.delete(id);
  if (packed === undefined) return [];
  if (state.unsigned !== id) return [{ type: 'redacted-reasoning', data: packed }];
  state.unsigned = null;
  return [{ type: 'reasoning-signature', signature: packed }];
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
