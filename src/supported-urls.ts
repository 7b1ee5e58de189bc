import type { Model } from './core/model.js';
import type { Target } from './core/target.js';

type Urls = Awaited<Model['supportedUrls']>;

/**
 * The URLs that every target can fetch for itself: what a call may end up at is not known before it is made,
 * so the SDK downloads the rest, with its own guards. A pattern counts only when all targets have it.
 * A promise only where a target gives one: AI SDK 4 cannot wait.
 */
export function supportedUrls(targets: readonly Target[]): Model['supportedUrls'] {
  const told = targets.map(toldBy);
  return told.some(isPromise) ? Promise.all(told).then(intersection) : intersection(told as Urls[]);
}

/** What one target tells; a target that fails at it fetches nothing for itself, and takes no call down. */
function toldBy({ model }: Target): Urls | Promise<Urls> {
  try {
    const urls = model.supportedUrls ?? {};
    return isPromise(urls)
      ? Promise.resolve(urls).then(
          late => late ?? {},
          () => ({}),
        )
      : urls;
  } catch {
    return {};
  }
}

const isPromise = (urls: Urls | PromiseLike<Urls>): urls is PromiseLike<Urls> =>
  typeof (urls as PromiseLike<Urls>).then === 'function';

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
