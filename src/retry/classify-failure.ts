import type { ErrorClass, Failure } from '../core/outcome.js';
import { longestCoolMs } from './cool-down.js';
import { classByCode, classByName, classByStatus, classBySystemCode } from './error-classes.js';
import type { Evidence } from './evidence.js';
import { evidenceOf } from './evidence.js';
import { failurePolicies } from './failure-policies.js';
import { retryAfterMs } from './retry-after.js';

/**
 * Says what a failure is and what it allows, from evidence: status, codes in the body, headers, the cause chain.
 * Never from the words of a message. Takes anything that can be thrown, and never throws itself.
 */
export function classifyFailure(error: unknown, { wallMs }: { readonly wallMs: number }): Failure {
  const evidence = evidenceOf(error);
  const errorClass = classOf(evidence);
  const policy = failurePolicies[errorClass];
  const hintMs = isHinted(errorClass)
    ? retryAfterMs({
        headers: evidence.headers,
        body: evidence.body,
        wallMs,
        isRateLimit: errorClass === 'rate-limit',
      })
    : null;
  return {
    ...policy,
    // A response had begun.
    mayHaveCost: policy.mayHaveCost || evidence.statusCode === 200,
    ...shouldRetry(evidence, policy.retry),
    errorClass,
    statusCode: evidence.statusCode,
    retryAfterMs: hintMs,
    coolMs:
      errorClass === 'rate-limit' && hintMs !== null && hintMs > 0
        ? Math.min(hintMs, longestCoolMs)
        : policy.coolMs,
    cause: error,
  };
}

/** A body code is more exact than a status (429 is a spent quota or a rate), and a status than a broken connection. */
function classOf({ statusCode, codes, systemCodes, names }: Evidence): ErrorClass {
  for (const code of codes) {
    const named = classByCode(code, statusCode);
    if (named !== null) return named;
  }
  const isError = statusCode !== null && (statusCode < 200 || statusCode >= 300);
  if (isError) return classByStatus(statusCode);
  for (const code of systemCodes) {
    const named = classBySystemCode(code);
    if (named !== null) return named;
  }
  for (const name of names) {
    const named = classByName(name);
    if (named !== null) return named;
  }
  // A body came, with a good status or within a stream, and it is no answer.
  if (statusCode !== null || codes.length > 0) return 'unusable-body';
  return 'unknown';
}

const isHinted = (errorClass: ErrorClass) =>
  errorClass === 'rate-limit' || errorClass === 'server-error' || errorClass === 'unusable-body';

/** Statuses that no second try changes. */
const neverRetried = new Set([501, 505, 511]);

/** The server's own word on trying again goes before the table's; failing over stays as it is. */
function shouldRetry({ headers, statusCode }: Evidence, retry: Failure['retry']): Pick<Failure, 'retry'> {
  const word = headers['x-should-retry'];
  if (word === 'true') return { retry: retry === 'no' ? 'once' : retry };
  if (word === 'false' || (statusCode !== null && neverRetried.has(statusCode))) return { retry: 'no' };
  return { retry };
}

const ownFailure = (errorClass: ErrorClass, cause: unknown): Failure => ({
  ...failurePolicies[errorClass],
  errorClass,
  statusCode: null,
  retryAfterMs: null,
  cause,
});

/** A limit of ours ran out. */
export const timeoutFailure = (cause: unknown): Failure => ownFailure('timeout', cause);
/** A stream ended before its answer did. */
export const streamCutFailure = (cause: unknown): Failure => ownFailure('stream-cut', cause);
/** The caller left. */
export const cancelledFailure = (cause: unknown): Failure => ownFailure('aborted', cause);
/** The call's deadline passed. */
export const deadlineFailure = (cause: unknown): Failure => ownFailure('deadline', cause);
