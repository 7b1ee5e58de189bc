import type { Model, ModelOptions, ModelPart, ModelResult, ModelUsage } from '../core/model.js';
import type { World } from '../core/world.js';

interface TextScript {
  readonly text: string;
  readonly afterMs?: number;
  readonly usage?: Partial<Record<'inputTokens' | 'outputTokens' | 'cacheReadTokens', number>>;
  readonly headers?: Record<string, string>;
}

/** What a scripted model does with one call: answer with text or parts, fail, or never answer. */
export type Script =
  | string
  | TextScript
  | {
      readonly parts: readonly ModelPart[];
      readonly eachAfterMs?: number;
      readonly thenHang?: boolean;
      readonly thenThrow?: unknown;
    }
  | { readonly result: ModelResult }
  | { readonly error: unknown; readonly afterMs?: number }
  | 'hang';

export interface ScriptedModel extends Model {
  /** The options of each call, in order. */
  readonly calls: readonly ModelOptions[];
  /** How many of the calls were aborted through their signal. */
  readonly aborted: number;
}

/**
 * A `LanguageModelV4` for tests that plays scripts: one per call, the last one again when they run out.
 * A function is asked with the number of the call (from 0). Waits go by `world`, so give it the one under test.
 */
export function scriptedModel({
  script,
  world,
  modelId = 'scripted',
  provider = 'scripted.chat',
}: {
  script: Script | readonly Script[] | ((call: number) => Script);
  world?: World;
  modelId?: string;
  provider?: string;
}): ScriptedModel {
  const calls: ModelOptions[] = [];
  let aborted = 0;

  function begin(options: ModelOptions): Script {
    const number = calls.push(options) - 1;
    options.abortSignal?.addEventListener('abort', () => void aborted++, { once: true });
    if (typeof script === 'function') return script(number);
    return isList(script) ? (script[Math.min(number, script.length - 1)] as Script) : script;
  }

  const wait = (delayMs: number | undefined, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (delayMs === undefined || world === undefined) return resolve();
      const abort = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = world.after(delayMs, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });

  const never = (signal: AbortSignal | undefined): Promise<never> =>
    new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );

  return {
    specificationVersion: 'v4',
    provider,
    modelId,
    supportedUrls: {},
    calls,
    get aborted() {
      return aborted;
    },
    async doGenerate(options) {
      const played = begin(options);
      if (played === 'hang') return never(options.abortSignal);
      if (typeof played === 'object' && 'error' in played) {
        await wait(played.afterMs, options.abortSignal);
        throw played.error;
      }
      if (typeof played === 'object' && 'result' in played) return played.result;
      if (typeof played === 'object' && 'parts' in played) return resultOf(played.parts);
      const { text, afterMs, usage, headers }: TextScript =
        typeof played === 'string' ? { text: played } : played;
      await wait(afterMs, options.abortSignal);
      return {
        content: text === '' ? [] : [{ type: 'text', text }],
        finishReason: stop,
        usage: usageOf(text, usage),
        warnings: [],
        response: { modelId, headers: headers ?? {} },
      };
    },
    async doStream(options) {
      const played = begin(options);
      const signal = options.abortSignal;
      if (played === 'hang') return never(signal);
      if (typeof played === 'object' && 'error' in played) {
        await wait(played.afterMs, signal);
        throw played.error;
      }
      const isParts = typeof played === 'object' && 'parts' in played;
      if (!isParts && typeof played === 'object' && 'text' in played) await wait(played.afterMs, signal);
      const parts = isParts ? played.parts : partsOf(played, modelId);
      return {
        stream: streamOf(parts, isParts ? played : {}, signal, wait, never),
        response: {
          headers: (typeof played === 'object' && 'headers' in played ? played.headers : undefined) ?? {},
        },
      };
    },
  };
}

const isList = (script: Script | readonly Script[]): script is readonly Script[] => Array.isArray(script);
const stop = { unified: 'stop', raw: 'stop' } as const;

function streamOf(
  parts: readonly ModelPart[],
  { eachAfterMs, thenHang, thenThrow }: { eachAfterMs?: number; thenHang?: boolean; thenThrow?: unknown },
  signal: AbortSignal | undefined,
  wait: (delayMs: number | undefined, signal: AbortSignal | undefined) => Promise<void>,
  never: (signal: AbortSignal | undefined) => Promise<never>,
): ReadableStream<ModelPart> {
  let next = 0;
  return new ReadableStream<ModelPart>(
    {
      async pull(controller) {
        const part = parts[next++];
        if (part !== undefined) {
          await wait(eachAfterMs, signal);
          return controller.enqueue(part);
        }
        if (thenThrow !== undefined) throw thenThrow;
        if (thenHang === true) return never(signal);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function partsOf(played: Exclude<Script, 'hang'>, modelId: string): ModelPart[] {
  if (typeof played === 'object' && 'result' in played) return partsOfResult(played.result);
  const { text, usage } =
    typeof played === 'string'
      ? { text: played, usage: undefined }
      : (played as { text: string; usage?: Parameters<typeof usageOf>[1] });
  const words = text.match(/\S+\s*/g) ?? [];
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', modelId },
    ...(words.length === 0
      ? []
      : [
          { type: 'text-start' as const, id: '0' },
          ...words.map(delta => ({ type: 'text-delta' as const, id: '0', delta })),
          { type: 'text-end' as const, id: '0' },
        ]),
    { type: 'finish', finishReason: stop, usage: usageOf(text, usage) },
  ];
}

function partsOfResult({
  content,
  finishReason,
  usage,
  warnings,
  providerMetadata,
}: ModelResult): ModelPart[] {
  const own = providerMetadata === undefined ? {} : { providerMetadata };
  return [
    { type: 'stream-start', warnings: [...warnings] },
    ...content.flatMap(contentParts),
    { type: 'finish', finishReason, usage, ...own },
  ];
}

/** Texts and reasoning are framed, the inputs of tools are streamed, what is left is a part as it is. */
function contentParts(part: ModelResult['content'][number], index: number): ModelPart[] {
  const id = String(index);
  if (part.type === 'text' || part.type === 'reasoning') {
    const { type, text, providerMetadata } = part;
    const own = providerMetadata === undefined ? {} : { providerMetadata };
    return [
      { type: `${type}-start`, id },
      ...(text === '' ? [] : [{ type: `${type}-delta` as const, id, delta: text }]),
      { type: `${type}-end`, id, ...own },
    ];
  }
  if (part.type !== 'tool-call') return [part];
  const { toolCallId, toolName, input, providerExecuted } = part;
  return [
    {
      type: 'tool-input-start',
      id: toolCallId,
      toolName,
      ...(providerExecuted === undefined ? {} : { providerExecuted }),
    },
    { type: 'tool-input-delta', id: toolCallId, delta: input },
    { type: 'tool-input-end', id: toolCallId },
    part,
  ];
}

function resultOf(parts: readonly ModelPart[]): ModelResult {
  const text = parts.flatMap(part => (part.type === 'text-delta' ? [part.delta] : [])).join('');
  const finish = parts.find(part => part.type === 'finish');
  return {
    content: text === '' ? [] : [{ type: 'text', text }],
    finishReason: finish?.finishReason ?? stop,
    usage: finish?.usage ?? usageOf(text, undefined),
    warnings: [],
  };
}

function usageOf(
  text: string,
  told: { inputTokens?: number; outputTokens?: number; cacheReadTokens?: number } | undefined,
): ModelUsage {
  const cacheRead = told?.cacheReadTokens ?? 0;
  const input = told?.inputTokens ?? 10;
  const output = told?.outputTokens ?? Math.ceil(text.length / 4);
  return {
    inputTokens: { total: input, noCache: input - cacheRead, cacheRead, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}
