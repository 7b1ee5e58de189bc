/** A request that gets an error answer, in the shape of the OpenAI API. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(fields: {
    status: number;
    message: string;
    type?: string;
    code?: string | null;
    param?: string | null;
    headers?: Record<string, string>;
  }) {
    super(fields.message);
    this.name = 'ApiProblem';
    this.status = fields.status;
    this.type = fields.type ?? 'invalid_request_error';
    this.code = fields.code ?? null;
    this.param = fields.param ?? null;
    this.headers = fields.headers ?? {};
  }

  /** The body of the answer. */
  toJSON(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** A 400 for one field of the request. */
export function badRequest(
  message: string,
  param: string | null = null,
  code: string | null = null,
): ApiProblem {
  return new ApiProblem({ status: 400, message, param, code });
}

/** The same words the OpenAI API uses, so that clients which look for them find them. */
export const problems = {
  invalidKey: () =>
    new ApiProblem({
      status: 401,
      message: 'Incorrect or missing API key. Send "Authorization: Bearer <the apiKey of startSandbox()>".',
      code: 'invalid_api_key',
    }),
  unknownModel: (modelId: string) =>
    new ApiProblem({
      status: 404,
      message: `The model \`${modelId.slice(0, 200)}\` does not exist or you do not have access to it.`,
      param: 'model',
      code: 'model_not_found',
    }),
  unknownPath: (method: string, path: string) =>
    new ApiProblem({
      status: 404,
      message: `Unknown request URL: ${method} ${path.slice(0, 200)}.`,
      code: 'unknown_url',
    }),
  wrongMethod: (method: string, allowed: string) =>
    new ApiProblem({
      status: 405,
      message: `Not allowed to ${method} here. Use ${allowed}.`,
      code: 'method_not_supported',
      headers: { allow: allowed },
    }),
  tooLarge: (maxBytes: number) =>
    new ApiProblem({
      status: 413,
      message: `The body is larger than ${maxBytes} bytes.`,
      code: 'request_too_large',
    }),
  contextLength: (contextTokens: number, promptTokens: number) =>
    badRequest(
      `This model's maximum context length is ${contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`,
      'messages',
      'context_length_exceeded',
    ),
  rateLimit: (message: string, kind: 'requests' | 'tokens', headers: Record<string, string>) =>
    new ApiProblem({ status: 429, message, type: kind, code: 'rate_limit_exceeded', headers }),
};
