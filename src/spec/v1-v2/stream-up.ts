import type { LanguageModelV1StreamPart } from 'provider-v1';
import type { LanguageModelV2StreamPart, SharedV2ProviderMetadata } from 'provider-v2';
import type { ResultFacts } from './result-up.js';
import { accountUp, finishReasonUp, signed, sourceUp, toolCallUp } from './result-up.js';

/** V2 frames its texts, its reasoning and the inputs of its tools; V1 just says them. */
export interface FrameState {
  /** The text or reasoning that is open; null: none. */
  open: { readonly type: 'text' | 'reasoning'; readonly id: string } | null;
  /** Texts and reasonings begun so far: the next one's id. */
  begun: number;
  /** Calls whose input is streaming. */
  readonly inputs: Set<string>;
  /** The call whose input is the object; null: none yet. */
  objectCall: string | null;
  /** What was said beside the object: it is the answer only where no call comes. */
  aside: string;
}

export const createFrameState = (): FrameState => ({
  open: null,
  begun: 0,
  inputs: new Set(),
  objectCall: null,
  aside: '',
});

type V2Part = LanguageModelV2StreamPart;

/** A stream part of V1 in V2. */
export function partUp(part: LanguageModelV1StreamPart, state: FrameState, facts: ResultFacts): V2Part[] {
  switch (part.type) {
    case 'text-delta':
      if (!facts.isObjectTool) return said('text', part.textDelta, state);
      state.aside += part.textDelta;
      return [];
    case 'reasoning':
      return said('reasoning', part.textDelta, state);
    case 'reasoning-signature':
      return closed(state, signed(part.signature, 'signature'));
    case 'redacted-reasoning': {
      const frame = closed(state).concat(opened('reasoning', state));
      return frame.concat(closed(state, signed(part.data, 'redactedData')));
    }
    case 'tool-call-delta':
      return facts.isObjectTool ? objectDelta(part, part.argsTextDelta, state) : inputDelta(part, state);
    case 'tool-call':
      if (!facts.isObjectTool) return calledUp(part, state);
      return state.objectCall === null ? objectDelta(part, part.args, state) : [];
    case 'file':
      return [...closed(state), { type: 'file', data: part.data, mediaType: part.mimeType }];
    case 'source':
      return [...closed(state), sourceUp(part.source)];
    case 'finish': {
      const { usage, metadata } = accountUp(part, facts.provider);
      const finishReason = finishReasonUp(part.finishReason, facts);
      const own = metadata === undefined ? {} : { providerMetadata: metadata };
      const isAnswer = state.objectCall === null && state.aside !== '';
      const answer = isAnswer ? said('text', state.aside, state) : [];
      return [...answer, ...closed(state), { type: 'finish', finishReason, usage, ...own }];
    }
    default:
      return [part];
  }
}

/** The first call is the object, as it is where the answer comes whole. */
function objectDelta({ toolCallId }: { readonly toolCallId: string }, delta: string, state: FrameState) {
  state.objectCall ??= toolCallId;
  return state.objectCall === toolCallId ? said('text', delta, state) : [];
}

function said(type: 'text' | 'reasoning', delta: string, state: FrameState): V2Part[] {
  const frame = state.open?.type === type ? [] : closed(state).concat(opened(type, state));
  const { id } = state.open as NonNullable<FrameState['open']>;
  return [...frame, { type: `${type}-delta`, id, delta }];
}

function opened(type: 'text' | 'reasoning', state: FrameState): V2Part[] {
  const id = `${type}-${state.begun++}`;
  state.open = { type, id };
  return [{ type: `${type}-start`, id }];
}

/** Ends what is open; a signature is the end of the reasoning it signs, and of nothing else. */
function closed(state: FrameState, providerMetadata?: SharedV2ProviderMetadata): V2Part[] {
  const { open } = state;
  if (open === null || (providerMetadata !== undefined && open.type === 'text')) return [];
  state.open = null;
  return [
    {
      type: `${open.type}-end`,
      id: open.id,
      ...(providerMetadata === undefined ? {} : { providerMetadata }),
    },
  ];
}

type V1Part<Type> = Extract<LanguageModelV1StreamPart, { type: Type }>;

function inputDelta(part: V1Part<'tool-call-delta'>, state: FrameState): V2Part[] {
  const { toolCallId: id, toolName, argsTextDelta: delta } = part;
  const said: V2Part = { type: 'tool-input-delta', id, delta };
  if (state.inputs.has(id)) return [said];
  state.inputs.add(id);
  return [...closed(state), { type: 'tool-input-start', id, toolName }, said];
}

function calledUp(part: V1Part<'tool-call'>, state: FrameState): V2Part[] {
  const call = toolCallUp(part);
  return state.inputs.delete(part.toolCallId)
    ? [{ type: 'tool-input-end', id: part.toolCallId }, call]
    : [...closed(state), call];
}
