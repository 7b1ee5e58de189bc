import type { LanguageModelV3StreamPart } from 'provider-v3';
import type { ModelPart } from '../../core/model.js';
import { contentDown, finishReasonDown, warningDown } from './result.js';

/** A stream part of V4 in V3. A part of an unknown type is fatal to an older SDK, so what is not named here is left out. */
export function partDown(part: ModelPart): LanguageModelV3StreamPart[] {
  switch (part.type) {
    case 'stream-start':
      return [{ type: 'stream-start', warnings: part.warnings.map(warningDown) }];
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
      return down === null ? [] : [down as LanguageModelV3StreamPart];
    }
    case 'finish':
      return [{ ...part, finishReason: finishReasonDown(part.finishReason) } as LanguageModelV3StreamPart];
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
    default:
      return [];
  }
}
