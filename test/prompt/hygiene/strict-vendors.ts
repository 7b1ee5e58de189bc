import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface WireMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_call_id?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: ReadonlyArray<{ readonly id: string; readonly extra_content?: unknown }>;
}

export interface WireBody {
  readonly model: string;
  readonly stream?: boolean;
  readonly temperature?: number;
  readonly messages: readonly WireMessage[];
}

const ids: Readonly<Record<string, RegExp>> = {
  gpt: /^[a-zA-Z0-9_-]{1,40}$/,
  claude: /^[a-zA-Z0-9_-]+$/,
  mistral: /^[a-zA-Z0-9]{9}$/,
};

/** What a vendor would say of a request that it answers 400 to; null: nothing. */
export function refusalOf(modelId: string, { messages }: WireBody): string | null {
  const vendor = modelId.split('-')[0] as string;
  const spoken = messages.filter(({ role }) => role !== 'system');
  if (vendor !== 'gpt' && vendor !== 'deepseek' && spoken[0]?.role !== 'user')
    return 'first message must use the "user" role';
  let open: string[] = [];
  for (const { role, content, tool_call_id, tool_calls = [], reasoning_content } of spoken) {
    if (role === 'tool') {
      if (!open.includes(tool_call_id as string)) return `unexpected tool_call_id ${tool_call_id}`;
      open = open.filter(id => id !== tool_call_id);
      continue;
    }
    if (open.length > 0) return `tool_calls must be followed by tool messages: ${open.join()}`;
    if (reasoning_content !== undefined && vendor !== 'deepseek') return 'reasoning_content is unsupported';
    if (role === 'assistant' && tool_calls.length === 0 && (content ?? '') === '') return 'empty content';
    for (const { id, extra_content } of tool_calls) {
      if (ids[vendor]?.test(id) === false) return `tool call id ${id}`;
      if (extra_content !== undefined && vendor !== 'gemini') return 'extra_content is unsupported';
      open.push(id);
    }
  }
  return open.length > 0 ? `tool_calls must be followed by tool messages: ${open.join()}` : null;
}

interface Message {
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: ReadonlyArray<Record<string, unknown>>;
}

/** A gateway whose models are as strict as their vendors. `answer`: a message, or the status that a model is down with. */
export async function strictVendors(answer: (body: WireBody) => Message | number) {
  const received: WireBody[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as WireBody;
    received.push(body);
    const fail = (status: number, message: string) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
    };
    const message = answer(body);
    if (typeof message === 'number') return fail(message, 'down');
    const refusal = refusalOf(body.model, body);
    if (refusal !== null) return fail(400, refusal);
    const finish_reason = message.tool_calls === undefined ? 'stop' : 'tool_calls';
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    const head = { id: 'x', created: 1, model: body.model };
    if (body.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const choices = [
        { index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason },
      ];
      return response.end(JSON.stringify({ ...head, choices, usage }));
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: unknown) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    const tool_calls = message.tool_calls?.map((call, index) => ({ index, ...call }));
    send({ ...head, choices: [{ index: 0, delta: { ...message, ...(tool_calls && { tool_calls }) } }] });
    send({ ...head, choices: [{ index: 0, delta: {}, finish_reason }], usage });
    response.end('data: [DONE]\n\n');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
