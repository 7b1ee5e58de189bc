import { generateText, jsonSchema, streamText, tool } from 'ai';
import type { Form } from './experiment.js';
import { limitMs, patienceMs } from './limits.js';
import type { Built } from './subjects.js';

/** Must not show in anything that an application is given. */
export const apiKey = 'hs-wall/secret+0123456789';
export const prompt = 'the private words of the caller';

/** What an application saw of one call. */
export interface Seen {
  readonly hasEnded: boolean;
  readonly text: string;
  /** Thrown, or parts of the stream. */
  readonly errors: readonly unknown[];
  /** Tools that were run, with what they were given. */
  readonly toolInputs: readonly unknown[];
  /** Tool calls that were handed on as ones that cannot be run. */
  readonly invalidToolCalls: number;
  readonly usage: { readonly inputTokens?: number | undefined; readonly outputTokens?: number | undefined };
  readonly tookMs: number;
}

export interface AskOptions {
  readonly abortSignal?: AbortSignal;
  readonly headers?: Record<string, string>;
  readonly hasTool?: boolean;
  readonly hasSdkTimeout?: boolean;
  readonly maxRetries?: number;
  readonly maxOutputTokens?: number;
}

const sdkTimeout = {
  generate: { totalMs: limitMs },
  stream: { totalMs: 2 * limitMs, firstChunkMs: limitMs, chunkMs: limitMs },
} as const;

/** One call, as an application makes it. Never rejects, and never takes much longer than `patienceMs`. */
export async function ask(built: Built, form: Form, options: AskOptions = {}): Promise<Seen> {
  const startedAtMs = performance.now();
  const leaving = new AbortController();
  const { abortSignal, hasTool = false, hasSdkTimeout = false, ...plain } = options;
  const toolInputs: unknown[] = [];
  const errors: unknown[] = [];
  const state = { text: '', invalidToolCalls: 0, usage: {} as Seen['usage'] };
  const settings = {
    model: built.model,
    prompt,
    ...built.settings,
    ...plain,
    abortSignal: abortSignal === undefined ? leaving.signal : AbortSignal.any([abortSignal, leaving.signal]),
    ...(hasSdkTimeout ? { timeout: sdkTimeout[form] } : {}),
    ...(hasTool ? { tools: { look: lookInto(toolInputs) } } : {}),
  };
  const finished = (form === 'generate' ? generated() : streamed()).catch(error => void errors.push(error));
  const hasEnded = await endsWithin(finished, patienceMs);
  const seen = {
    ...state,
    hasEnded,
    errors: [...errors],
    toolInputs: [...toolInputs],
    tookMs: performance.now() - startedAtMs,
  };
  leaving.abort(new Error('the experiment is over'));
  return seen;

  async function generated(): Promise<void> {
    const result = await generateText(settings);
    state.text = result.text;
    state.usage = result.totalUsage;
    state.invalidToolCalls = result.toolCalls.filter(call => 'invalid' in call && call.invalid).length;
  }

  async function streamed(): Promise<void> {
    const { fullStream } = streamText({ ...settings, onError: () => {} });
    for await (const part of fullStream) {
      if (part.type === 'text-delta') state.text += part.text;
      if (part.type === 'error') errors.push(part.error);
      if (part.type === 'abort') errors.push(new DOMException('The stream was aborted.', 'AbortError'));
      if (part.type === 'tool-call' && 'invalid' in part && part.invalid) state.invalidToolCalls++;
      if (part.type === 'finish') state.usage = part.totalUsage;
    }
  }
}

const lookInto = (inputs: unknown[]) =>
  tool({
    description: 'Looks.',
    inputSchema: jsonSchema({ type: 'object', properties: { at: { type: 'string' } } }),
    execute: async input => {
      inputs.push(input);
      return 'seen';
    },
  });

/** Whether a promise settles in time. */
export async function endsWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const ended = await Promise.race([promise.then(() => true as const), late]);
  clearTimeout(timer);
  return ended;
}

export const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
