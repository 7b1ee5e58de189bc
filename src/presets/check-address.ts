import { InvalidOptionsError } from '../core/errors.js';

/** A base URL is trusted, so it must be plain: http or https, nobody's name in it. @throws InvalidOptionsError with nothing of the URL but its scheme */
export function checkBaseURL(value: string, path: string): string {
  const wrong = (problem: string) =>
    new InvalidOptionsError({ path, problem, allowed: ['an http(s) URL without a user name'] });
  if (!URL.canParse(value)) throw wrong('is not a URL');
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw wrong(`must be an http(s) URL, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw wrong('must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') throw wrong('must not hold a query or a fragment');
  return value.replace(/\/+$/, '');
}

/** Headers that belong to the connection, to routing or to the browser, not to an application. */
const reserved =
  /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|host|cookie|cookie2|content-length|expect|proxy-.*)$/i;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** @throws InvalidOptionsError for a name or value that could change the request's shape (RFC 9110, section 5.5), or is not the caller's to set */
export function checkHeaders(
  headers: Readonly<Record<string, string | undefined>> | undefined,
  path: string,
): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    const at = `${path}.${token.test(name) ? name : '(a header)'}`;
    if (!token.test(name)) throw new InvalidOptionsError({ path: at, problem: 'is not a header name' });
    if (reserved.test(name))
      throw new InvalidOptionsError({ path: at, problem: 'is set by the connection, not by the caller' });
    if (value !== undefined && /[\r\n\0]/.test(value))
      throw new InvalidOptionsError({ path: at, problem: 'holds a line break or a NUL' });
  }
}
