import type { ErrorClass } from '../core/outcome.js';

const byStatus: Readonly<Record<number, ErrorClass>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  404: 'not-found',
  408: 'server-error',
  409: 'server-error',
  413: 'too-large',
  425: 'server-error',
  429: 'rate-limit',
};

/** The class of a status that is no success. */
export function classByStatus(statusCode: number): ErrorClass {
  if (statusCode >= 300 && statusCode < 400) return 'redirect';
  return byStatus[statusCode] ?? (statusCode >= 400 && statusCode < 500 ? 'bad-request' : 'server-error');
}

/** Codes and types that the vendors document, lower-case: OpenAI, Anthropic, Google's google.rpc.Code, DeepSeek, OpenRouter. */
const byCode: Readonly<Record<string, ErrorClass>> = {
  context_length_exceeded: 'context-length',
  string_above_max_length: 'context-length',
  request_too_large: 'too-large',
  insufficient_quota: 'quota',
  billing_hard_limit_reached: 'quota',
  billing_not_active: 'quota',
  billing_error: 'quota',
  billing_disabled: 'quota',
  insufficient_balance: 'quota',
  access_terminated: 'quota',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  rate_limit_reached: 'rate-limit',
  too_many_requests: 'rate-limit',
  requests: 'rate-limit',
  tokens: 'rate-limit',
  resource_exhausted: 'rate-limit',
  invalid_api_key: 'auth',
  api_key_invalid: 'auth',
  authentication_error: 'auth',
  permission_error: 'auth',
  permission_denied: 'auth',
  unauthenticated: 'auth',
  account_deactivated: 'auth',
  model_not_found: 'not-found',
  not_found_error: 'not-found',
  deploymentnotfound: 'not-found',
  not_found: 'not-found',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  flagged_input: 'content-filter',
  moderation_blocked: 'content-filter',
  responsibleaipolicyviolation: 'content-filter',
  overloaded_error: 'server-error',
  server_error: 'server-error',
  api_error: 'server-error',
  internal_server_error: 'server-error',
  timeout_error: 'server-error',
  unavailable: 'server-error',
  internal: 'server-error',
  deadline_exceeded: 'server-error',
  invalid_argument: 'bad-request',
  invalid_request_error: 'bad-request',
};

/** Codes that say less than the status they come with: OpenAI sends this type with 401, 404 and 429 too. */
const vague = new Set([
  'invalid_request_error',
  'requests',
  'tokens',
  'api_error',
  'not_found',
  'internal',
  'invalid_argument',
]);

/** The class that a code of an error body names; null where it names none, or the status says it better. */
export function classByCode(code: string, statusCode: number | null): ErrorClass | null {
  const isStatus = /^\d{3}$/.test(code);
  if (isStatus) return statusCode === null ? classByStatus(Number(code)) : null;
  const hasErrorStatus = statusCode !== null && statusCode >= 400;
  if (vague.has(code) && hasErrorStatus) return null;
  return Object.hasOwn(byCode, code) ? (byCode[code] as ErrorClass) : null;
}

/** Codes of Node, undici, Deno and Bun for a connection that failed. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ConnectionRefused',
  'ConnectionClosed',
  'FailedToOpenSocket',
  'EPROTO',
  'HPE_INVALID_CONSTANT',
]);

const tlsCode =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_(VERIFY|GET_ISSUER)|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** The class of a system code; null where it is none. */
export function classBySystemCode(code: string): ErrorClass | null {
  if (tlsCode.test(code)) return 'tls';
  return connectionCodes.has(code) || /^HPE_/.test(code) ? 'connection' : null;
}

const byName: Readonly<Record<string, ErrorClass>> = {
  AI_JSONParseError: 'unusable-body',
  AI_TypeValidationError: 'unusable-body',
  AI_InvalidResponseDataError: 'unusable-body',
  AI_EmptyResponseBodyError: 'unusable-body',
  AI_NoContentGeneratedError: 'unusable-body',
  AI_InvalidPromptError: 'bad-request',
  AI_InvalidArgumentError: 'bad-request',
  AI_LoadAPIKeyError: 'not-configured',
  AI_LoadSettingError: 'not-configured',
  AI_NoSuchModelError: 'not-found',
  AI_UnsupportedFunctionalityError: 'unsupported',
  InvalidOptionsError: 'bad-request',
  TimeoutError: 'timeout',
};

/** The class of an error by its name in the SDK; null where the name says nothing. */
export const classByName = (name: string): ErrorClass | null =>
  Object.hasOwn(byName, name) ? (byName[name] as ErrorClass) : null;
