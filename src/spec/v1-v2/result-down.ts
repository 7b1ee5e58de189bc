import type {
  LanguageModelV1CallWarning,
  LanguageModelV1LogProbs,
  LanguageModelV1Prompt,
  LanguageModelV1ProviderMetadata,
} from 'provider-v1';
import type {
  LanguageModelV2CallWarning,
  LanguageModelV2Content,
  LanguageModelV2Usage,
  SharedV2ProviderMetadata,
} from 'provider-v2';
import { leftOutWarning } from '../left-out.js';
import type { V2Result } from '../v2-v3/types.js';
import { packMetadata } from './signature.js';
import type { V1Result } from './types.js';

type V2Part<Type> = Extract<LanguageModelV2Content, { type: Type }>;
const isPart =
  <Type extends LanguageModelV2Content['type']>(type: Type) =>
  (part: LanguageModelV2Content): part is V2Part<Type> =>
    part.type === type;

/** A result of V2 in V1. Lost, with a warning: calls that a provider executed, their results, documents as sources. */
export function resultDown(
  { content, finishReason, usage, warnings, providerMetadata, request, response }: V2Result,
  prompt: LanguageModelV1Prompt,
): V1Result {
  const texts = content.filter(isPart('text'));
  const reasoning = content.filter(isPart('reasoning'));
  const files = content.filter(isPart('file'));
  const calls = content.filter(isPart('tool-call')).filter(part => !isLost(part));
  const sources = content
    .filter(isPart('source'))
    .map(sourceDown)
    .filter(source => source !== null);
  const lost = content.filter(isLost).map(({ type }) => leftOutWarning(type));
  return {
    ...(texts.length === 0 ? {} : { text: texts.map(({ text }) => text).join('') }),
    ...(reasoning.length === 0 ? {} : { reasoning: reasoning.map(reasoningDown) }),
    ...(files.length === 0
      ? {}
      : { files: files.map(({ data, mediaType }) => ({ data, mimeType: mediaType })) }),
    ...(calls.length === 0 ? {} : { toolCalls: calls.map(toolCallDown) }),
    ...(sources.length === 0 ? {} : { sources }),
    finishReason,
    usage: usageDown(usage),
    rawCall: { rawPrompt: prompt, rawSettings: {} },
    warnings: [...warnings.map(warningDown), ...lost],
    ...metadataDown(providerMetadata),
    ...requestDown(request),
    ...responseDown(response),
  };
}

/** V1 has no word for tools that a provider executes, nor for sources without a URL. */
export function isLost(part: { readonly type: string }): boolean {
  const { type, providerExecuted, sourceType } = part as Partial<V2Part<'tool-call'> & V2Part<'source'>>;
  return (
    (type as string) === 'tool-result' || providerExecuted === true || (sourceType as string) === 'document'
  );
}

/** Unknown counts are NaN in V1. */
export const usageDown = ({ inputTokens, outputTokens }: LanguageModelV2Usage) => ({
  promptTokens: inputTokens ?? Number.NaN,
  completionTokens: outputTokens ?? Number.NaN,
});

export const toolCallDown = ({ toolCallId, toolName, input }: V2Part<'tool-call'>) => ({
  toolCallType: 'function' as const,
  toolCallId,
  toolName,
  args: input,
});

/** Reasoning without a text is encrypted: only its provider can read it. */
function reasoningDown({ text, providerMetadata }: V2Part<'reasoning'>) {
  const packed = packMetadata(providerMetadata);
  if (text === '' && packed !== undefined) return { type: 'redacted' as const, data: packed };
  return { type: 'text' as const, text, ...(packed === undefined ? {} : { signature: packed }) };
}

export function sourceDown(source: V2Part<'source'>) {
  if (source.sourceType !== 'url') return null;
  const { id, url, title, providerMetadata } = source;
  return {
    sourceType: 'url' as const,
    id,
    url,
    ...(title === undefined ? {} : { title }),
    ...(providerMetadata === undefined
      ? {}
      : { providerMetadata: providerMetadata as LanguageModelV1ProviderMetadata }),
  };
}

/** The metadata, and the log probabilities in it, which V1 has a place of its own for. */
export function metadataDown(metadata: SharedV2ProviderMetadata | undefined) {
  if (metadata === undefined) return {};
  const logprobs = Object.values(metadata)
    .map(own => logprobsDown(own.logprobs))
    .find(found => found !== undefined);
  return {
    providerMetadata: metadata as LanguageModelV1ProviderMetadata,
    ...(logprobs === undefined ? {} : { logprobs }),
  };
}

interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

function logprobsDown(value: unknown): LanguageModelV1LogProbs | undefined {
  if (!Array.isArray(value) || !value.every(isTokenLogprob)) return undefined;
  return value.map(({ token, logprob, ...rest }) => {
    const { top_logprobs: top } = rest as { top_logprobs?: unknown };
    const topLogprobs = Array.isArray(top) ? top.filter(isTokenLogprob) : [];
    return {
      token,
      logprob,
      topLogprobs: topLogprobs.map(one => ({ token: one.token, logprob: one.logprob })),
    };
  });
}

const isTokenLogprob = (value: unknown): value is TokenLogprob =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as TokenLogprob).token === 'string' &&
  typeof (value as TokenLogprob).logprob === 'number';

/** V1 wants the request's body as the text that was sent. */
export function requestDown(request: { readonly body?: unknown } | undefined) {
  const body = request?.body;
  if (body === undefined) return {};
  return { request: { body: typeof body === 'string' ? body : JSON.stringify(body) } };
}

function responseDown(response: V2Result['response']) {
  if (response === undefined) return {};
  const { headers, body, ...facts } = response;
  return {
    response: facts,
    rawResponse: { ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) },
  };
}

const settings: Readonly<Record<string, string>> = {
  maxOutputTokens: 'maxTokens',
  ...Object.fromEntries(
    [
      'temperature',
      'stopSequences',
      'topP',
      'topK',
      'presencePenalty',
      'frequencyPenalty',
      'responseFormat',
      'seed',
      'headers',
    ].map(name => [name, name]),
  ),
};

export function warningDown(warning: LanguageModelV2CallWarning): LanguageModelV1CallWarning {
  if (warning.type === 'other') return warning;
  const details = warning.details === undefined ? {} : { details: warning.details };
  if (warning.type === 'unsupported-tool')
    return {
      type: 'other',
      message: `The tool ${warning.tool.name} is not supported. ${warning.details ?? ''}`.trim(),
    };
  const setting = String(warning.setting);
  const known = Object.hasOwn(settings, setting) ? settings[setting] : undefined;
  if (known === undefined)
    return { type: 'other', message: `${setting} is not supported. ${warning.details ?? ''}`.trim() };
  return { type: 'unsupported-setting', setting: known as 'maxTokens', ...details };
}
