import { describe, expect, it, vi } from 'vitest';
import { type DashboardOptions, type DashboardSource, dashboard } from '../../src/dashboard/index.js';
import { createRouted, InvalidOptionsError } from '../../src/index.js';
import { createRouted as createV1 } from '../../src/v1.js';
import { createRouted as createV2 } from '../../src/v2.js';
import { createRouted as createV3 } from '../../src/v3.js';
import { handSource } from './source.js';

const get = (path: string, init?: RequestInit) => new Request(`http://app.example${path}`, init);
const open = (given?: Partial<DashboardOptions>) =>
  dashboard(handSource(), { authorize: 'anyone', ...given });

describe('options', () => {
  const made = (options: unknown, source: unknown = handSource()) => {
    try {
      dashboard(source as DashboardSource, options as DashboardOptions);
      return null;
    } catch (error) {
      return InvalidOptionsError.isInstance(error) ? error.path : error;
    }
  };

  it.each([
    ['nothing', undefined, 'authorize'],
    ['no authorize', {}, 'authorize'],
    ['another word', { authorize: 'everyone' }, 'authorize'],
    ['a boolean', { authorize: true }, 'authorize'],
    ['an unknown key', { authorize: 'anyone', autorize: 1 }, 'autorize'],
    ['no clients', { authorize: 'anyone', maxClients: 0 }, 'maxClients'],
    ['a path that does not begin with a slash', { authorize: 'anyone', path: 'ops' }, 'path'],
  ])('%s is refused, by name', (_, options, path) => expect(made(options)).toBe(path));

  it.each([null, {}, { report() {} }, 'routed'])('a source that is none is refused: %j', source => {
    expect(made({ authorize: 'anyone' }, source)).toBe('source');
  });

  it('providers of all four doors are taken', () => {
    for (const create of [createRouted, createV1, createV2, createV3])
      expect(dashboard(create(), { authorize: 'anyone' })).toBeTypeOf('function');
  });

  it('has to be authorized by type as well', () => {
    // @ts-expect-error
    expect(() => dashboard(createRouted(), {})).toThrow(InvalidOptionsError);
  });
});

describe('who may see it', () => {
  const paths = [
    '/dashboard',
    '/dashboard/',
    '/dashboard/events',
    '/dashboard/dashboard.js',
    '/no.where',
    '/',
  ];
  const answers: [string, unknown][] = [
    ['false', () => false],
    ['a truthy 1', () => 1],
    ['a promise of "true"', async () => 'true'],
    ['nothing', () => undefined],
    [
      'a throw',
      () => {
        throw new Error('secret');
      },
    ],
    ['a rejection', async () => Promise.reject(new Error('secret'))],
  ];
  it.each(answers)('nobody, on any path and with any method, after %s', async (_, authorize) => {
    const source = handSource();
    const report = vi.spyOn(source, 'report');
    const handler = dashboard(source, { authorize: authorize as () => boolean });
    for (const path of paths)
      for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']) {
        const response = await handler(get(path, { method }));
        expect([response.status, await response.text()]).toEqual([403, '']);
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(response.headers.get('allow')).toBeNull();
      }
    expect(report).not.toHaveBeenCalled();
    expect(source.listeners).toBe(0);
  });

  it('those for whom it is true, asked with the request itself', async () => {
    const authorize = vi.fn(async (request: Request) => request.headers.get('cookie') === 'admin');
    const handler = dashboard(handSource(), { authorize });
    const request = get('/dashboard', { headers: { cookie: 'admin' } });
    expect((await handler(request)).status).toBe(200);
    expect(authorize.mock.calls).toEqual([[request]]);
    expect((await handler(get('/dashboard'))).status).toBe(403);
  });
});

/** The addresses that a browser would make of the page's links. */
async function linksOf(handler: (request: Request) => Promise<Response>, path: string, seenAs = path) {
  const html = await (await handler(get(path))).text();
  const hrefs = [...html.matchAll(/(?:src|data-events|rel="stylesheet" href)="([^"]+)"/g)].map(
    ([, href]) => href as string,
  );
  return hrefs.map(
    href => new URL(href.replaceAll('&#39;', "'").replaceAll('&amp;', '&'), `http://app.example${seenAs}`),
  );
}

describe('where it is mounted', () => {
  it.each(['/dashboard', '/dashboard/', '/', '/a/b/c', '/a/b/c/', "/it's&so", '/a:b'])('%s', async path => {
    const handler = open();
    const links = await linksOf(handler, path);
    const root = path.endsWith('/') ? path : `${path}/`;
    expect(links.map(({ origin, pathname }) => origin + pathname)).toEqual(
      ['dashboard.css', 'dashboard.js', 'events'].map(name => `http://app.example${root}${name}`),
    );
    const types = [];
    for (const { pathname, search } of links) {
      const response = await handler(get(pathname + search));
      types.push(response.headers.get('content-type'));
      await response.body?.cancel();
    }
    expect(types).toEqual([
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
      'text/event-stream; charset=utf-8',
    ]);
  });

  it('behind a proxy that takes a part of the path away', async () => {
    const links = await linksOf(open(), '/dashboard', '/ops/dashboard');
    expect(links.map(({ pathname }) => pathname)).toContain('/ops/dashboard/events');
  });

  it.each(['evil.example', '"><script>', 'localhost:9'])(
    'whatever the host is said to be: %s',
    async host => {
      const forged = new Request('http://app.example/dashboard', {
        headers: { host, 'x-forwarded-host': host, 'x-forwarded-prefix': host, forwarded: `host=${host}` },
      });
      expect(await (await open()(forged)).text()).toBe(await (await open()(get('/dashboard'))).text());
    },
  );

  it.each([
    '/favicon.ico',
    '/.env',
    '/dashboard/other.js',
    '/dashboard/events/more',
    '/dashboard/dashboard.js/',
    '/dashboard.js/x',
  ])('what is not its own is not found: %s', async path => {
    const response = await open()(get(path));
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  it('a path that leads to a script of its own is text in the page, not markup', async () => {
    const html = await (await open()(get('/%22%3E%3Cimg%20src=x%3E'))).text();
    expect(html).not.toContain('<img');
  });

  it.each([
    ['/ops', '/ops', 200],
    ['/ops', '/ops/', 200],
    ['/ops', '/ops/events', 200],
    ['/ops/', '/ops/dashboard.css', 200],
    ['/events', '/events', 200],
    ['/v1.2', '/v1.2', 200],
    ['/', '/', 200],
    ['/', '/dashboard.js', 200],
    ['/', '/other', 404],
    ['/ops', '/', 404],
    ['/ops', '/opsy', 404],
    ['/ops', '/ops/other', 404],
    ['/ops', '/events', 404],
    ['/ops', '/x/ops/events', 404],
  ])('told where (%s), it knows what is outside: %s is %s', async (path, asked, status) => {
    const response = await open({ path })(get(asked));
    await response.body?.cancel();
    expect(response.status).toBe(status);
  });
});

describe('an answer', () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  it.each(['/d', '/d/dashboard.js', '/d/dashboard.css', '/d/events', '/no.where'])(
    'allows nothing inline and nothing from elsewhere: %s',
    async path => {
      const { headers, body } = await open()(get(path));
      await body?.cancel();
      expect(headers.get('content-security-policy')).toContain(policy);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it('has nothing inline, and no address of its own', async () => {
    const html = await (await open()(get('/d'))).text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\//);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('to %s says what is allowed', async method => {
    const response = await open()(get('/d/events', { method }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['/d', '/d/dashboard.js', '/d/dashboard.css', '/d/events'])(
    'to HEAD has no body: %s',
    async path => {
      const source = handSource();
      const response = await dashboard(source, { authorize: 'anyone' })(get(path, { method: 'HEAD' }));
      expect([response.status, response.body]).toEqual([200, null]);
      expect(source.listeners).toBe(0);
    },
  );

  it('is kept by a browser for as long as it is the same', async () => {
    const handler = open();
    const [style, script] = await linksOf(handler, '/d');
    for (const link of [style, script] as [URL, URL]) {
      const named = await handler(get(link.pathname + link.search));
      expect(named.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      const bare = await handler(get(link.pathname));
      expect(bare.headers.get('cache-control')).toBe('private, no-cache');
      const etag = bare.headers.get('etag') as string;
      const again = await handler(get(link.pathname, { headers: { 'if-none-match': etag } }));
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await handler(get('/d'))).headers.get('cache-control')).toBe('no-store');
  });

  it('says nothing of why a source cannot tell', async () => {
    const source = {
      ...handSource(),
      report: () => {
        throw new Error('secret');
      },
    };
    const response = await dashboard(source, { authorize: 'anyone' })(get('/d/events'));
    expect([response.status, await response.text()]).toEqual([500, '']);
  });
});
