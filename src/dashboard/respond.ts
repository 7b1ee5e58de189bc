/** Nothing from elsewhere, nothing inline, no markup from text, in nobody's frame, and no address told to anybody. */
const protective = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export interface Answered {
  readonly status?: number;
  readonly body?: BodyInit | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A response that nobody keeps, unless `headers` say otherwise. To HEAD there is no body. */
export function respond(request: Request, { status = 200, body = null, headers = {} }: Answered): Response {
  return new Response(request.method === 'HEAD' ? null : body, {
    status,
    headers: { 'cache-control': 'no-store', ...protective, ...headers },
  });
}

/** For what changes only with its hash: for ever where the address has the hash, else until it is another. */
export function respondWithFile(
  request: Request,
  { body, type, hash }: { readonly body: string; readonly type: string; readonly hash: string },
): Response {
  const etag = `"${hash}"`;
  const isNamed = new URL(request.url).searchParams.get('v') === hash;
  const headers = {
    etag,
    'content-type': type,
    'cache-control': isNamed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  };
  if (request.headers.get('if-none-match') === etag) return respond(request, { status: 304, headers });
  return respond(request, { body, headers });
}
