import type { LanguageModelV1CallWarning, LanguageModelV1LogProbs, LanguageModelV1Source } from 'provider-v1';
import type {
  LanguageModelV2CallWarning,
  LanguageModelV2Content,
  LanguageModelV2Usage,
  SharedV2ProviderMetadata,
} from 'provider-v2';
import type { V2Result } from '../v2-v3/types.js';
import { unpackMetadata } from './signature.js';
import { toolUp } from './tools.js';
import type { V1Result } from './types.js';

export interface ResultFacts {
  /** Log probabilities go to its metadata. */
  readonly provider: string;
  /** The object was asked for as the input of a tool: that input is the text. */
  readonly isObjectTool: boolean;
}

/** A result of V1 in V2: reasoning first, then the text, then what came with it. */
export function resultUp(result: V1Result, facts: ResultFacts): V2Result {
  const { text, reasoning, files = [], sources = [], toolCalls = [], warnings = [] } = result;
  const object = facts.isObjectTool ? toolCalls[0]?.args : undefined;
  const answer = object ?? text;
  const { metadata, usage } = accountUp(result, facts.provider);
  const content: LanguageModelV2Content[] = [
    ...reasoningUp(reasoning),
    ...(answer === undefined || answer === '' ? [] : [{ type: 'text' as const, text: answer }]),
    ...files.map(({ data, mimeType }) => ({ type: 'file' as const, data, mediaType: mimeType })),
    ...sources.map(sourceUp),
    ...(facts.isObjectTool ? [] : toolCalls.map(toolCallUp)),
  ];
  return {
    content,
    finishReason: finishReasonUp(result.finishReason, facts),
    usage,
    warnings: warnings.map(warningUp),
    ...(metadata === undefined ? {} : { providerMetadata: metadata }),
    ...(result.request === undefined ? {} : { request: result.request }),
    ...(result.response === undefined && result.rawResponse === undefined
      ? {}
      : { response: { ...result.response, ...result.rawResponse } }),
  };
}

function reasoningUp(reasoning: V1Result['reasoning']): LanguageModelV2Content[] {
  if (reasoning === undefined || reasoning === '') return [];
  const parts = typeof reasoning === 'string' ? [{ type: 'text' as const, text: reasoning }] : reasoning;
  return parts.map(part =>
    part.type === 'redacted'
      ? { type: 'reasoning', text: '', providerMetadata: signed(part.data, 'redactedData') }
      : {
          type: 'reasoning',
          text: part.text,
          ...(part.signature === undefined ? {} : { providerMetadata: signed(part.signature, 'signature') }),
        },
  );
}

/** A signature that is not ours came from the one provider that V1 had it for. */
export const signed = (packed: string, name: 'signature' | 'redactedData'): SharedV2ProviderMetadata =>
  unpackMetadata(packed) ?? { anthropic: { [name]: packed } };

export const toolCallUp = ({
  toolCallId,
  toolName,
  args,
}: NonNullable<V1Result['toolCalls']>[number]): LanguageModelV2Content & { type: 'tool-call' } => ({
  type: 'tool-call',
  toolCallId,
  toolName,
  input: args,
});

export const sourceUp = (source: LanguageModelV1Source): LanguageModelV2Content & { type: 'source' } =>
  ({ type: 'source', ...source }) as LanguageModelV2Content & { type: 'source' };

export const finishReasonUp = (
  reason: V1Result['finishReason'],
  { isObjectTool }: ResultFacts,
): V2Result['finishReason'] => (isObjectTool && reason === 'tool-calls' ? 'stop' : reason);

type Account = Partial<Pick<V1Result, 'usage' | 'providerMetadata' | 'logprobs'>>;

/** Unknown counts are NaN in V1, and those of caches and of reasoning are in the provider's metadata. */
export function accountUp(
  { usage, providerMetadata, logprobs }: Account,
  provider: string,
): { usage: LanguageModelV2Usage; metadata: SharedV2ProviderMetadata | undefined } {
  const inputTokens = known(usage?.promptTokens);
  const outputTokens = known(usage?.completionTokens);
  const own = Object.values(providerMetadata ?? {});
  const reasoningTokens = firstCount(own, ['reasoningTokens']);
  const cachedInputTokens = firstCount(own, ['cachedPromptTokens', 'cacheReadInputTokens']);
  const totalTokens =
    inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens;
  return {
    usage: {
      inputTokens,
      outputTokens,
      totalTokens,
      ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
      ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    },
    metadata: withLogprobs(providerMetadata as SharedV2ProviderMetadata | undefined, logprobs, provider),
  };
}

const known = (tokens: number | undefined): number | undefined =>
  tokens === undefined || Number.isNaN(tokens) ? undefined : tokens;

function firstCount(metadata: readonly Record<string, unknown>[], names: readonly string[]) {
  for (const own of metadata)
    for (const name of names) if (typeof own[name] === 'number') return known(own[name]);
  return undefined;
}

function withLogprobs(
  metadata: SharedV2ProviderMetadata | undefined,
  logprobs: LanguageModelV1LogProbs | undefined,
  provider: string,
): SharedV2ProviderMetadata | undefined {
  if (logprobs === undefined) return metadata;
  const told = logprobs.map(({ token, logprob, topLogprobs }) => ({
    token,
    logprob,
    top_logprobs: topLogprobs.map(top => ({ token: top.token, logprob: top.logprob })),
  }));
  return { ...metadata, [provider]: { ...metadata?.[provider], logprobs: told } };
}

export function warningUp(warning: LanguageModelV1CallWarning): LanguageModelV2CallWarning {
  switch (warning.type) {
    case 'unsupported-setting': {
      const { setting } = warning;
      return { ...warning, setting: setting === 'maxTokens' ? 'maxOutputTokens' : setting };
    }
    case 'unsupported-tool':
      return { ...warning, tool: toolUp(warning.tool) };
    default:
      return warning;
  }
}
