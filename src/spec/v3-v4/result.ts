import type {
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3FinishReason,
  LanguageModelV3GenerateResult,
  SharedV3Warning,
} from 'provider-v3';
import type { ModelContent, ModelFinishReason, ModelResult, ModelWarning } from '../../core/model.js';
import { leftOutWarning } from '../left-out.js';

/**
 * A result of V4 in V3. Lost, with a warning: custom parts, reasoning files, files that are only a URL. Citations go.
 * Where JSON was asked for and the model says which text that is, there is no other: an older SDK parses all there is.
 */
export function resultDown(
  { content: all, finishReason, warnings = [], request, structuredOutputText, ...shared }: ModelResult,
  { responseFormat }: Pick<LanguageModelV3CallOptions, 'responseFormat'>,
): LanguageModelV3GenerateResult {
  const content =
    responseFormat?.type === 'json' && structuredOutputText !== undefined
      ? [...all.filter(({ type }) => type !== 'text'), { type: 'text' as const, text: structuredOutputText }]
      : all;
  const kept: LanguageModelV3Content[] = [];
  const lost: SharedV3Warning[] = [];
  for (const part of content) {
    const down = contentDown(part);
    if (down === null) lost.push(leftOutWarning(part.type));
    else kept.push(down);
  }
  return {
    ...(shared as Omit<LanguageModelV3GenerateResult, 'content' | 'finishReason' | 'warnings'>),
    ...(request === undefined ? {} : { request: { body: request.body } }),
    content: kept,
    finishReason: finishReasonDown(finishReason),
    warnings: [...warnings.map(warningDown), ...lost],
  };
}

/** Null for a part that V3 has no word for. */
export function contentDown(part: ModelContent): LanguageModelV3Content | null {
  switch (part.type) {
    case 'text': {
      const { citations: _, ...text } = part;
      return text as LanguageModelV3Content;
    }
    case 'file': {
      if (part.data.type !== 'data') return null;
      return { ...part, data: part.data.data } as LanguageModelV3Content;
    }
    case 'reasoning':
    case 'source':
    case 'tool-call':
    case 'tool-result':
    case 'tool-approval-request':
      return part as LanguageModelV3Content;
    default:
      return null;
  }
}

export function finishReasonDown({ unified, raw }: ModelFinishReason): LanguageModelV3FinishReason {
  return (unified as string) === 'interrupted'
    ? { unified: 'other', raw: raw ?? 'interrupted' }
    : { unified: unified as LanguageModelV3FinishReason['unified'], raw };
}

export const warningDown = (warning: ModelWarning): SharedV3Warning =>
  warning.type === 'deprecated' ? { type: 'other', message: warning.message } : warning;

/** A result of V3 in V4: files say how they are given. */
export const resultUp = ({ content, ...rest }: LanguageModelV3GenerateResult): ModelResult =>
  ({ ...rest, content: content.map(contentUp) }) as ModelResult;

export const contentUp = (part: LanguageModelV3Content): ModelContent =>
  (part.type === 'file' ? { ...part, data: { type: 'data', data: part.data } } : part) as ModelContent;
