export type Place =
  /** `prefix`: what leads from the page's own address to the other three. */
  { readonly kind: 'page'; readonly prefix: string } | { readonly kind: 'script' | 'style' | 'events' };

export const names = { script: 'dashboard.js', style: 'dashboard.css', events: 'events' } as const;

const kinds = new Map<string, 'script' | 'style' | 'events'>([
  [names.script, 'script'],
  [names.style, 'style'],
  [names.events, 'events'],
]);

/**
 * What is asked for; null: nothing of ours. Paths only, and relative ones in return: whatever stands before the path, as
 * the name of a host or what a proxy took away, is not looked at.
 */
export function placeOf(pathname: string, mount?: string): Place | null {
  const parts = pathname.split('/');
  const last = parts.pop() as string;
  // A page at `/a/dashboard` finds its script at `./dashboard/dashboard.js`; one at `/a/dashboard/` beside it.
  const page: Place = { kind: 'page', prefix: last === '' ? './' : `./${last}/` };
  const kind = kinds.get(last);
  if (mount !== undefined) {
    const root = mount.replace(/\/+$/, '');
    if (pathname === root || pathname === `${root}/`) return page;
    return kind !== undefined && parts.join('/') === root ? { kind } : null;
  }
  if (kind !== undefined) return { kind };
  // A file of somebody else's, or something below one of ours.
  return last.includes('.') || parts.some(part => kinds.has(part)) ? null : page;
}
