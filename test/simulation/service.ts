import { APICallError } from '@ai-sdk/provider';
import type { Model, ModelPart } from '../../src/core/model.js';
import type { World } from '../../src/core/world.js';
import { chance } from './simulated-world.js';

export interface Service {
  /** Requests that came in each second. */
  readonly sends: readonly number[];
  /** Servers that are up; each works on one request at a time. */
  servers: number;
  /** Resolves when a server has done the work; rejects with a 503 when too many wait. */
  work(): Promise<void>;
}

export interface ServiceOptions {
  readonly servers: number;
  /** On average; each request takes between half and one and a half of it. */
  readonly serviceMs: number;
  readonly maxWaiting: number;
}

/**
 * Servers with one queue in front. As behind a proxy, it does not learn that a caller has given up: the work is done
 * all the same, which is what keeps an overload alive after its cause has gone.
 */
export function createService(world: World, { servers, serviceMs, maxWaiting }: ServiceOptions): Service {
  const random = chance(7);
  const waiting: (() => void)[] = [];
  const sends: number[] = [];
  let busy = 0;

  function begin(): void {
    while (busy < service.servers && waiting.length > 0) {
      const done = waiting.shift() as () => void;
      busy++;
      world.after(serviceMs * (0.5 + random()), () => {
        busy--;
        done();
        begin();
      });
    }
  }

  const service = {
    sends,
    servers,
    work: () =>
      new Promise<void>((resolve, reject) => {
        const second = Math.floor(world.monotonicMs() / 1_000);
        sends[second] = (sends[second] ?? 0) + 1;
        if (waiting.length >= maxWaiting) return reject(busyError());
        waiting.push(resolve);
        begin();
      }),
  };
  return service;
}

const busyError = (): APICallError =>
  new APICallError({
    message: 'Too many requests wait.',
    url: 'https://service.example',
    requestBodyValues: {},
    statusCode: 503,
    isRetryable: true,
  });

const answer: readonly ModelPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'an answer' },
  { type: 'text-end', id: '0' },
  {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 2, text: 2, reasoning: 0 },
    },
  },
];

/** The service as a model of the AI SDK. */
export const modelOf = (service: Service): Model => ({
  specificationVersion: 'v4',
  provider: 'service',
  modelId: 'service',
  supportedUrls: {},
  doGenerate: () => Promise.reject(new Error('The simulation streams.')),
  async doStream() {
    await service.work();
    const stream = new ReadableStream<ModelPart>({
      start(controller) {
        for (const part of answer) controller.enqueue(part);
        controller.close();
      },
    });
    return { stream };
  },
});
