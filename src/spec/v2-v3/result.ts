import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type {
  LanguageModelV2CallWarning,
  LanguageModelV2Content,
  LanguageModelV2FinishReason,
  LanguageModelV2Usage,
  SharedV2ProviderMetadata,
} from 'provider-v2';
import type {
  LanguageModelV3Content,
  LanguageModelV3FinishReason,
  LanguageModelV3GenerateResult,
  LanguageModelV3Usage,
  SharedV3ProviderMetadata,
  SharedV3Warning,
} from 'provider-v3';
import { leftOutWarning } from '../left-out.js';
import type { V2Result } from './types.js';

/** What the SDK was told of its tools: it cannot take a call of one that it does not know. */
export interface Declared {
  readonly toolNames: ReadonlySet<string>;
}

/** A result of V3 in V2. Lost, with a warning: calls of a provider's undeclared tools and their results. */
export function resultDown(
  { content, finishReason, usage, warnings, providerMetadata, ...rest }: LanguageModelV3GenerateResult,
  declared: Declared,
): V2Result {
  const metadata = metadataDown(providerMetadata, finishReason);
  const kept: LanguageModelV2Content[] = [];
  const lost: LanguageModelV2CallWarning[] = [];
  for (const part of content) {
    const down = contentDown(part, declared);
    if (down !== null) kept.push(down);
    else if (!isPreliminary(part)) lost.push(leftOutWarning(part.type));
  }
  return {
    ...(rest as Pick<V2Result, 'request' | 'response'>),
    content: kept,
    finishReason: finishReasonDown(finishReason),
    usage: usageDown(usage),
    warnings: [...warnings.map(warningDown), ...lost],
    ...(metadata === undefined ? {} : { providerMetadata: metadata }),
  };
}

/** A first word of a tool's result, which the whole result follows. */
export const isPreliminary = (part: { readonly type: string }): boolean =>
  (part as { readonly preliminary?: boolean }).preliminary === true;

/**
 * Null for a part that V2 cannot take.
 * @throws UnsupportedFunctionalityError for an approval request: one that vanished would never be answered
 */
export function contentDown(
  part: LanguageModelV3Content,
  { toolNames }: Declared,
): LanguageModelV2Content | null {
  switch (part.type) {
    case 'file': {
      const { providerMetadata: _, ...file } = part;
      return file;
    }
    case 'tool-call': {
      if (part.providerExecuted === true && !toolNames.has(part.toolName)) return null;
      const { dynamic: _, ...call } = part;
      return call as LanguageModelV2Content;
    }
    case 'tool-result': {
      const { preliminary: _, dynamic: __, ...result } = part;
      if (isPreliminary(part) || !toolNames.has(part.toolName)) return null;
      return { ...result, providerExecuted: true } as LanguageModelV2Content;
    }
    case 'tool-approval-request':
      throw new UnsupportedFunctionalityError({
        functionality: 'tool approval',
        message:
          'The model asks for the approval of a tool call, which AI SDK 4 and 5 cannot give. Use AI SDK 6 or later.',
      });
    default:
      return part as LanguageModelV2Content;
  }
}

/** A reason without a word of its own from the provider is one that nobody gave. */
export function finishReasonDown({ unified, raw }: LanguageModelV3FinishReason): LanguageModelV2FinishReason {
  return unified === 'other' && (raw === undefined || raw === 'interrupted') ? 'unknown' : unified;
}

export function usageDown({ inputTokens, outputTokens }: LanguageModelV3Usage): LanguageModelV2Usage {
  const total =
    inputTokens.total === undefined || outputTokens.total === undefined
      ? undefined
      : inputTokens.total + outputTokens.total;
  return {
    inputTokens: inputTokens.total,
    outputTokens: outputTokens.total,
    totalTokens: total,
    reasoningTokens: outputTokens.reasoning,
    cachedInputTokens: inputTokens.cacheRead,
  };
}

/** The provider's own word for the finish reason, which V2 has no place for, goes to `routed.rawFinishReason`. */
export function metadataDown(
  metadata: SharedV3ProviderMetadata | undefined,
  { raw }: LanguageModelV3FinishReason,
): SharedV2ProviderMetadata | undefined {
  if (raw === undefined) return metadata as SharedV2ProviderMetadata | undefined;
  return { ...metadata, routed: { ...metadata?.routed, rawFinishReason: raw } } as SharedV2ProviderMetadata;
}

/** A result of V2 in V3. */
export function resultUp({
  content,
  finishReason,
  usage,
  warnings = [],
  ...rest
}: V2Result): LanguageModelV3GenerateResult {
  return {
    ...(rest as Pick<LanguageModelV3GenerateResult, 'request' | 'response' | 'providerMetadata'>),
    content: content.map(contentUp),
    finishReason: finishReasonUp(finishReason),
    usage: usageUp(usage, rest.providerMetadata),
    warnings: warnings.map(warningUp),
  };
}

/** Only a provider's own tools have results here, so V3 does not say so. */
export function contentUp(part: LanguageModelV2Content): LanguageModelV3Content {
  if (part.type !== 'tool-result') return part as LanguageModelV3Content;
  const { providerExecuted: _, ...result } = part;
  return { ...result, result: result.result ?? '' } as LanguageModelV3Content;
}

/** V2 does not keep the provider's own word. */
export const finishReasonUp = (reason: LanguageModelV2FinishReason): LanguageModelV3FinishReason => ({
  unified: reason === 'unknown' ? 'other' : reason,
  raw: undefined,
});

/**
 * Some providers count the tokens of their caches apart. More cached tokens than input show it; and Anthropic does so
 * always, and says in its metadata how many it wrote.
 */
export function usageUp(
  usage: Partial<LanguageModelV2Usage> | null | undefined,
  metadata: SharedV2ProviderMetadata | undefined,
): LanguageModelV3Usage {
  const {
    inputTokens,
    outputTokens,
    totalTokens,
    reasoningTokens,
    cachedInputTokens: cacheRead,
  } = usage ?? {};
  const written = metadata?.anthropic?.cacheCreationInputTokens;
  const cacheWrite = typeof written === 'number' ? written : undefined;
  const isApart =
    inputTokens !== undefined &&
    (written !== undefined || (cacheRead !== undefined && cacheRead > inputTokens));
  const total = isApart ? inputTokens + (cacheRead ?? 0) + (cacheWrite ?? 0) : inputTokens;
  return {
    inputTokens: {
      total,
      noCache: isApart ? inputTokens : less(total, cacheRead),
      cacheRead,
      cacheWrite,
    },
    outputTokens: {
      total: outputTokens,
      text: less(outputTokens, reasoningTokens),
      reasoning: reasoningTokens,
    },
    ...(totalTokens === undefined ? {} : { raw: { totalTokens } }),
  };
}

const less = (whole: number | undefined, part: number | undefined): number | undefined =>
  whole === undefined || part === undefined ? undefined : Math.max(0, whole - part);

export function warningUp(warning: LanguageModelV2CallWarning): SharedV3Warning {
  if (warning.type === 'other') return warning;
  const feature =
    warning.type === 'unsupported-setting' ? String(warning.setting) : `tool ${warning.tool.name}`;
  return {
    type: 'unsupported',
    feature,
    ...(warning.details === undefined ? {} : { details: warning.details }),
  };
}

const settings = new Set([
  'maxOutputTokens',
  'temperature',
  'stopSequences',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'responseFormat',
  'seed',
  'tools',
  'toolChoice',
  'includeRawChunks',
  'headers',
  'providerOptions',
]);

export function warningDown(warning: SharedV3Warning): LanguageModelV2CallWarning {
  if (warning.type === 'other') return warning;
  const { feature, details } = warning;
  if (warning.type === 'unsupported' && settings.has(feature))
    return { type: 'unsupported-setting', setting: feature, ...(details === undefined ? {} : { details }) };
  const what = warning.type === 'unsupported' ? 'is not supported' : 'works in a compatible way only';
  return { type: 'other', message: `${feature} ${what}.${details === undefined ? '' : ` ${details}`}` };
}
