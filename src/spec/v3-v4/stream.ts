import type { LanguageModelV3StreamPart } from 'provider-v3';
import type { ModelPart } from '../../core/model.js';
import type { LeftOut } from '../left-out.js';
import { tellingLeftOut } from '../left-out.js';
import { contentDown, contentUp, finishReasonDown, warningDown } from './result.js';

/**
 * A stream part of V4 in V3. A part of an unknown type is fatal to an older SDK, so what is not named here is left
 * out, and named at the end.
 */
export function partDown(part: ModelPart, leftOut: LeftOut): LanguageModelV3StreamPart[] {
  switch (part.type) {
    case 'stream-start':
      return [{ type: 'stream-start', warnings: (part.warnings ?? []).map(warningDown) }];
    case 'text-end': {
      const { citations: _, ...end } = part;
      return [end as LanguageModelV3StreamPart];
    }
    case 'file':
    case 'source':
    case 'tool-call':
    case 'tool-result':
    case 'tool-approval-request': {
      const down = contentDown(part);
      if (down !== null) return [down as LanguageModelV3StreamPart];
      leftOut.add(part.type);
      return [];
    }
    case 'finish':
      return [finishDown(part, leftOut)];
    case 'text-start':
    case 'text-delta':
    case 'reasoning-start':
    case 'reasoning-delta':
    case 'reasoning-end':
    case 'tool-input-start':
    case 'tool-input-delta':
    case 'tool-input-end':
    case 'response-metadata':
    case 'raw':
    case 'error':
      return [part as LanguageModelV3StreamPart];
    case 'ping':
      return [];
    default:
      leftOut.add(part.type);
      return [];
  }
}

type Part<Type> = Extract<ModelPart, { type: Type }>;

function finishDown(
  { providerMetadata, ...part }: Part<'finish'>,
  leftOut: LeftOut,
): LanguageModelV3StreamPart {
  const told = tellingLeftOut(providerMetadata, leftOut);
  return {
    ...part,
    finishReason: finishReasonDown(part.finishReason),
    ...(told === undefined ? {} : { providerMetadata: told }),
  } as LanguageModelV3StreamPart;
}

/** A stream part of V3 in V4. */
export const partUp = (part: LanguageModelV3StreamPart): ModelPart =>
  (part.type === 'file' ? contentUp(part) : part) as ModelPart;
