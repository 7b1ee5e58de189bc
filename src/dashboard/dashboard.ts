import { parseOptions } from '../core/parse-options.js';
import { createFeed } from './feed/feed.js';
import type { Authorize, DashboardOptions } from './options.js';
import { dashboardOptions } from './options.js';
import { pageScript, pageStyle, scriptHash, styleHash } from './page.generated.js';
import { pageHtml } from './page-html.js';
import { placeOf } from './place.js';
import { respond, respondWithFile } from './respond.js';
import type { DashboardSource } from './source.js';
import { checkSource } from './source.js';

/**
 * A handler for a page that shows, live, what routing does and what it costs. It answers four paths, relative to wherever
 * it is mounted: the page, `dashboard.js`, `dashboard.css` and `events`. Nothing runs until somebody looks.
 * @throws InvalidOptionsError without `authorize`, or for an unknown option
 * @example
 * const handler = dashboard(routed, { authorize: async request => (await sessionOf(request))?.isAdmin === true });
 */
export function dashboard(
  source: DashboardSource,
  options: DashboardOptions,
): (request: Request) => Promise<Response> {
  checkSource(source);
  const { authorize, path, maxClients } = parseOptions(dashboardOptions, options ?? {});
  const feed = createFeed(source, maxClients);

  function answer(request: Request): Response {
    const place = placeOf(new URL(request.url).pathname, path);
    if (place === null) return respond(request, { status: 404 });
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return respond(request, { status: 405, headers: { allow: 'GET, HEAD' } });
    switch (place.kind) {
      case 'script':
        return respondWithFile(request, {
          body: pageScript,
          type: 'text/javascript; charset=utf-8',
          hash: scriptHash,
        });
      case 'style':
        return respondWithFile(request, {
          body: pageStyle,
          type: 'text/css; charset=utf-8',
          hash: styleHash,
        });
      case 'page':
        return respond(request, {
          body: pageHtml(place.prefix),
          headers: { 'content-type': 'text/html; charset=utf-8' },
        });
      case 'events':
        return events(request);
    }
  }

  function events(request: Request): Response {
    if (feed.isFull()) return respond(request, { status: 503, headers: { 'retry-after': '10' } });
    return respond(request, {
      body: request.method === 'HEAD' ? null : feed.open(request.signal),
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // Proxies would collect events, to compress them or to send more at a time.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  }

  return async request => {
    if (!(await isAllowed(authorize, request))) return respond(request, { status: 403 });
    try {
      return answer(request);
    } catch {
      // Only a source that cannot tell what it knows comes here, and what it says of that is not for a page.
      return respond(request, { status: 500 });
    }
  };
}

async function isAllowed(authorize: Authorize | 'anyone', request: Request): Promise<boolean> {
  if (authorize === 'anyone') return true;
  try {
    return (await authorize(request)) === true;
  } catch {
    return false;
  }
}
