import type { LanguageModelV2StreamPart } from 'provider-v2';
import type { LanguageModelV3StreamPart } from 'provider-v3';
import type { LeftOut } from '../left-out.js';
import { tellingLeftOut } from '../left-out.js';
import type { Declared } from './result.js';
import {
  contentDown,
  contentUp,
  finishReasonDown,
  finishReasonUp,
  isPreliminary,
  metadataDown,
  usageDown,
  usageUp,
  warningDown,
  warningUp,
} from './result.js';

/** What is left out of one stream: parts that V2 cannot take, and the inputs of such calls, by their ids. */
export interface PartState extends Declared {
  readonly leftOut: LeftOut;
  readonly leftOutIds: Set<string>;
}

/** A stream part of V3 in V2. */
export function partDown(part: LanguageModelV3StreamPart, state: PartState): LanguageModelV2StreamPart[] {
  switch (part.type) {
    case 'stream-start':
      return [{ type: 'stream-start', warnings: part.warnings.map(warningDown) }];
    case 'tool-input-start': {
      if (part.providerExecuted === true && !state.toolNames.has(part.toolName)) {
        state.leftOutIds.add(part.id);
        return [];
      }
      const { dynamic: _, title: __, inputEncoding: ___, ...start } = part;
      return [start as LanguageModelV2StreamPart];
    }
    case 'tool-input-delta':
    case 'tool-input-end':
      return state.leftOutIds.has(part.id) ? [] : [part as LanguageModelV2StreamPart];
    case 'file':
    case 'source':
    case 'tool-call':
    case 'tool-result': {
      const down = contentDown(part, state);
      if (down !== null) return [down as LanguageModelV2StreamPart];
      if (!isPreliminary(part)) state.leftOut.add(part.type);
      return [];
    }
    case 'tool-approval-request':
      return [{ type: 'error', error: thrownBy(() => contentDown(part, state)) }];
    case 'finish': {
      const metadata = tellingLeftOut(metadataDown(part.providerMetadata, part.finishReason), state.leftOut);
      return [
        {
          type: 'finish',
          finishReason: finishReasonDown(part.finishReason),
          usage: usageDown(part.usage),
          ...(metadata === undefined ? {} : { providerMetadata: metadata }),
        },
      ];
    }
    default:
      return [part as LanguageModelV2StreamPart];
  }
}

/** A stream part of V2 in V3. */
export function partUp(part: LanguageModelV2StreamPart): LanguageModelV3StreamPart {
  switch (part.type) {
    case 'stream-start':
      return { type: 'stream-start', warnings: (part.warnings ?? []).map(warningUp) };
    case 'tool-result':
      return contentUp(part) as LanguageModelV3StreamPart;
    case 'finish':
      return {
        ...part,
        finishReason: finishReasonUp(part.finishReason),
        usage: usageUp(part.usage, part.providerMetadata),
      } as LanguageModelV3StreamPart;
    default:
      return part as LanguageModelV3StreamPart;
  }
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
