import { afterEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';

const started: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(sandbox => sandbox.close()));
});

/** A sandbox without waits that ends with the test. */
export async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ latencyRatio: 0, ...options });
  started.push(sandbox);
  return sandbox;
}

export interface Completion {
  id: string;
  model: string;
  created: number;
  choices: Array<{
    message: {
      content: string | null;
      tool_calls?: Array<{ id: string; function: { name: string; arguments: string } }>;
    };
    finish_reason: string | null;
  }>;
  usage: {
    prompt_tokens: number;
    completion_tokens: number;
    total_tokens: number;
    prompt_tokens_details: { cached_tokens: number };
    completion_tokens_details: { reasoning_tokens: number };
  };
}

export function send(
  { url, apiKey }: Sandbox,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...init,
  });
}

export function ask(prompt: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: 'gpt-4.1', messages: [{ role: 'user', content: prompt }], ...more };
}

export async function complete(sandbox: Sandbox, body: Record<string, unknown>): Promise<Completion> {
  const response = await send(sandbox, '/chat/completions', body);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Completion;
}

export interface StreamEvent {
  choices: Array<{ delta: { content?: string; role?: string }; finish_reason: string | null }>;
  usage?: Completion['usage'];
  error?: { message: string };
}

/** The events of a stream so far; `isCut` when it ended with an error. */
export async function readEvents(
  response: Response,
): Promise<{ events: StreamEvent[]; text: string; isDone: boolean; isCut: boolean }> {
  let raw = '';
  let isCut = false;
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) raw += chunk;
  } catch {
    isCut = true;
  }
  const data = raw
    .split('\n\n')
    .filter(line => line.startsWith('data: '))
    .map(line => line.slice(6));
  const events = data.filter(line => line !== '[DONE]').map(line => JSON.parse(line) as StreamEvent);
  const text = events.map(event => event.choices?.[0]?.delta.content ?? '').join('');
  return { events, text, isDone: data.at(-1) === '[DONE]', isCut };
}
