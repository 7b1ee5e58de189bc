import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseOptions } from '../core/parse-options.js';
import { createExchange, type Exchange } from './exchange.js';
import { createFaultTable, type SandboxFault } from './faults.js';
import { handleRequest, type SandboxState } from './handle-request.js';
import { createModelStates } from './model-state.js';
import { type SandboxOptions, sandboxOptionsSchema } from './options.js';
import { createRandom, hashText } from './random.js';
import { createRequestLog, type SandboxRequests } from './request-log.js';

/** A running sandbox. */
export interface Sandbox {
  /** What a `baseURL` option takes: `http://127.0.0.1:<port>/v1`. */
  readonly url: string;
  /** The only key that is let in. It follows from the seed and opens nothing else. */
  readonly apiKey: string;
  requests(): SandboxRequests;
  /**
   * Makes a model (or all, with '*') fail from the next request on; null heals it, and with '*' all.
   * A `reset` without `probabilityRatio` breaks the connections in flight too.
   * @throws InvalidOptionsError when the model is unknown or the fault is not one.
   */
  setFault(modelId: string, fault: SandboxFault | null): void;
  /** Ends everything at once, answers in flight too. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP server on 127.0.0.1 that speaks the OpenAI API and asks no model: every answer says that it
 * is simulated. For demos, tests and load tests.
 * @throws InvalidOptionsError for a wrong option; rejects with the system's error when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port, models: profiles, seed, latencyRatio } = parseOptions(sandboxOptionsSchema, options);
  const models = createModelStates(profiles);
  const exchanges = new Set<Exchange>();
  const state: SandboxState = {
    apiKey: `sk-sandbox-${nameOf('key', seed)}${nameOf('more', seed)}`,
    models,
    faults: createFaultTable(new Set(models.keys()), createRandom(hashText('faults', seed))),
    log: createRequestLog(),
    settings: { seed, latencyRatio, random: createRandom(hashText('times', seed)) },
    createdAtSeconds: Math.floor(Date.now() / 1_000),
  };

  let count = 0;
  const server = createServer((request, response) => {
    const name = nameOf(String(++count), seed);
    const exchange = createExchange({ request, response, requestId: `req_${name}`, onOver: forget });
    exchanges.add(exchange);
    void handleRequest(state, exchange, `chatcmpl-${name}`);
  });
  const forget = (exchange: Exchange): void => {
    exchanges.delete(exchange);
    for (const model of models.values()) model.inFlight.delete(exchange);
  };

  // Longer than clients keep an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Ten thousand clients may knock at once.
    server.listen({ host: '127.0.0.1', port, backlog: 16_384 }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const closed = new Promise<void>(resolve => server.once('close', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    apiKey: state.apiKey,
    requests: state.log.read,
    setFault(modelId, fault) {
      state.faults.set(modelId, fault);
      if (fault?.kind !== 'reset' || fault.probabilityRatio !== undefined) return;
      const hit = modelId === '*' ? exchanges : (models.get(modelId)?.inFlight ?? []);
      for (const exchange of [...hit]) exchange.reset();
    },
    close() {
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

/** Fourteen hexadecimal digits. */
function nameOf(what: string, seed: number): string {
  return hashText(what, seed).toString(16).padStart(14, '0');
}
