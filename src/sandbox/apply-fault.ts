import { ApiProblem } from './api-problem.js';
import type { Exchange } from './exchange.js';
import type { SandboxFault } from './faults.js';

/** Does what a fault does instead of an answer; false when there is to be an answer, perhaps a spoilt one. */
export function applyFault(exchange: Exchange, fault: SandboxFault | null, isStream: boolean): boolean {
  const { response } = exchange;
  switch (fault?.kind) {
    case 'status':
      sendStatus(exchange, fault);
      return true;
    case 'reset':
      exchange.reset();
      return true;
    case 'hang':
      return true;
    case 'hang-after-headers':
      exchange.begin(fault.status ?? 200, {
        'content-type': isStream ? 'text/event-stream' : 'application/json',
      });
      response.flushHeaders();
      return true;
    case 'body':
      exchange.begin(fault.status ?? 200, { 'content-type': fault.contentType });
      response.end(fault.body);
      return true;
    case 'redirect':
      exchange.begin(fault.status ?? 307, { location: fault.location });
      response.end();
      return true;
    case 'rate-limit': {
      const message = 'Rate limit reached (simulated). Please try again later.';
      const problem = new ApiProblem({ status: 429, message, type: 'requests', code: 'rate_limit_exceeded' });
      exchange.sendJson(429, problem, { 'retry-after': String(fault.retryAfterSeconds) });
      return true;
    }
    default:
      return false;
  }
}

function sendStatus(exchange: Exchange, fault: Extract<SandboxFault, { kind: 'status' }>): void {
  const headers = Object.fromEntries(
    Object.entries(fault.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (typeof fault.body === 'string') {
    exchange.begin(fault.status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
    exchange.response.end(fault.body);
    return;
  }
  const message = `Simulated error with status ${fault.status}.`;
  const type = fault.status >= 500 ? 'server_error' : 'invalid_request_error';
  const body = fault.body ?? new ApiProblem({ status: fault.status, message, type });
  exchange.sendJson(fault.status, body, headers);
}
