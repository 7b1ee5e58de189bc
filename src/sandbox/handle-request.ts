import { ApiProblem, badRequest, problems } from './api-problem.js';
import { applyFault } from './apply-fault.js';
import { type AnswerSettings, answerChat } from './chat-completions.js';
import { embeddingsAnswer } from './embeddings.js';
import type { Exchange } from './exchange.js';
import type { FaultTable } from './faults.js';
import { isFields } from './is-fields.js';
import type { ModelState } from './model-state.js';
import { embeddingModels } from './profiles.js';
import { readBody } from './read-body.js';
import type { RequestLog } from './request-log.js';
import { sendBody } from './send-body.js';

const maxBodyBytes = 20 * 1024 * 1024;
const modelsPath = '/v1/models';
const methods: Readonly<Record<string, string>> = {
  '/v1/chat/completions': 'POST',
  '/v1/embeddings': 'POST',
  [modelsPath]: 'GET',
};

/** All that requests share. */
export interface SandboxState {
  readonly apiKey: string;
  readonly models: ReadonlyMap<string, ModelState>;
  readonly faults: FaultTable;
  readonly log: RequestLog;
  readonly settings: AnswerSettings;
  readonly createdAtSeconds: number;
}

/** Answers one request, whatever it is. Never rejects. */
export async function handleRequest(state: SandboxState, exchange: Exchange, id: string): Promise<void> {
  const { request } = exchange;
  const atMs = performance.now();
  const path = pathOf(request.url ?? '/');
  const text = await readBody(request, maxBodyBytes);
  const body = text === null || text === 'too-large' || text === '' ? undefined : parseJson(text);
  const fields = isFields(body) ? body : {};
  const isModelPath = path.startsWith(`${modelsPath}/`);
  const named = isModelPath ? decode(path.slice(modelsPath.length + 1)) : fields.model;
  const modelId = typeof named === 'string' ? named : '';
  const model = state.models.get(modelId);

  const countedAs = model === undefined ? (modelId === '' ? '(none)' : '(unknown)') : modelId;
  exchange.logged = state.log.begin({ modelId, path, stream: fields.stream === true, atMs }, countedAs);
  if (text === null || exchange.isOver) {
    exchange.logged.end();
    return;
  }
  model?.inFlight.add(exchange);

  try {
    const method = isModelPath ? 'GET' : methods[path];
    if (method === undefined) throw problems.unknownPath(request.method ?? '', path);
    if (request.method !== method) throw problems.wrongMethod(request.method ?? '', method);
    if (request.headers.authorization !== `Bearer ${state.apiKey}`) throw problems.invalidKey();
    if (text === 'too-large') throw problems.tooLarge(maxBodyBytes);
    if (method === 'POST' && !isFields(body)) throw badRequest('The body is not a JSON object.');
    if (method === 'POST' && modelId === '')
      throw badRequest("Missing required parameter: 'model'.", 'model');

    const fault = state.faults.take(modelId);
    if (applyFault(exchange, fault, fields.stream === true)) return;
    if (path === modelsPath) return exchange.sendJson(200, { object: 'list', data: listModels(state) });
    if (model === undefined) throw problems.unknownModel(modelId);
    if (isModelPath) return exchange.sendJson(200, describeModel(model, state));
    if (model.kind !== (path === '/v1/embeddings' ? 'embedding' : 'chat'))
      throw problems.unknownModel(modelId);
    if (model.kind === 'chat') {
      answerChat({ exchange, model, body: fields, fault, id, settings: state.settings });
      return;
    }
    const { seed, latencyRatio } = state.settings;
    const dimensions = embeddingModels.get(modelId) as number;
    const dueMs = fault?.kind === 'slow' ? fault.firstTokenMs : model.profile.firstTokenMs * latencyRatio;
    sendBody({ exchange, body: embeddingsAnswer({ modelId, body: fields, dimensions, seed }), dueMs, fault });
  } catch (error) {
    sendProblem(exchange, error);
  }
}

function sendProblem(exchange: Exchange, error: unknown): void {
  if (exchange.response.headersSent) {
    exchange.reset();
    return;
  }
  const problem =
    error instanceof ApiProblem
      ? error
      : new ApiProblem({
          status: 500,
          message: `The sandbox failed: ${String(error)}`,
          type: 'server_error',
        });
  exchange.sendJson(problem.status, problem, { ...problem.headers });
}

function listModels(state: SandboxState): unknown {
  return [...state.models.values()].map(model => describeModel(model, state));
}

function describeModel({ id }: ModelState, { createdAtSeconds }: SandboxState): unknown {
  return { id, object: 'model', created: createdAtSeconds, owned_by: 'sandbox' };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
