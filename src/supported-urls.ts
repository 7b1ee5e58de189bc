import type { Model } from './core/model.js';
import type { Target } from './core/target.js';

type Urls = Awaited<Model['supportedUrls']>;

/**
 * The URLs that every target can fetch for itself: what a call may end up at is not known before it is made,
 * so the SDK downloads the rest, with its own guards. A pattern counts only when all targets have it.
 * A promise only where a target gives one: AI SDK 4 cannot wait.
 */
export function supportedUrls(targets: readonly Target[]): Model['supportedUrls'] {
  const told = targets.map(({ model }) => model.supportedUrls);
  return told.some(isPromise) ? Promise.all(told).then(intersection) : intersection(told as Urls[]);
}

const isPromise = (urls: Model['supportedUrls']) => typeof (urls as PromiseLike<Urls>).then === 'function';

function intersection([first = {}, ...others]: readonly Urls[]): Urls {
  const common: Urls = {};
  for (const [mediaType, patterns] of Object.entries(first)) {
    const shared = patterns.filter(pattern =>
      others.every(urls => (urls[mediaType] ?? []).some(other => String(other) === String(pattern))),
    );
    if (shared.length > 0) common[mediaType] = shared;
  }
  return common;
}
