import type { Model } from './core/model.js';
import type { Target } from './core/target.js';

type Urls = Awaited<Model['supportedUrls']>;

/**
 * The URLs that every target can fetch for itself: what a call may end up at is not known before it is made,
 * so the SDK downloads the rest, with its own guards. A pattern counts only when all targets have it.
 */
export async function supportedUrls(targets: readonly Target[]): Promise<Urls> {
  const [first = {}, ...others] = await Promise.all(targets.map(({ model }) => model.supportedUrls));
  const common: Urls = {};
  for (const [mediaType, patterns] of Object.entries(first)) {
    const shared = patterns.filter(pattern =>
      others.every(urls => (urls[mediaType] ?? []).some(other => String(other) === String(pattern))),
    );
    if (shared.length > 0) common[mediaType] = shared;
  }
  return common;
}
