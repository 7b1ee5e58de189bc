import type { LanguageModelV1 } from 'provider-v1';
import type { Model } from '../core/model.js';

type Urls = Model['supportedUrls'];
type UrlPatterns = Awaited<Urls>;

/** V1 asks at once: where the answer is a promise it is no, and AI SDK 4 downloads with its own guards. */
const patternsOf = (urls: Urls, mediaTypes: readonly string[]): RegExp[] =>
  'then' in urls ? [] : mediaTypes.flatMap(mediaType => (urls as UrlPatterns)[mediaType] ?? []);

const anyMediaType = ['*', '*/*'];

/** V1 does not say what is behind a URL, so only what is taken for every media type is promised. */
export function supportsUrl(urls: Urls, url: URL): boolean {
  const text = url.toString().toLowerCase();
  return patternsOf(urls, anyMediaType).some(pattern => pattern.test(text));
}

/** V1 does not say which URL, so both schemes have to be taken. */
export const supportsImageUrls = (urls: Urls): boolean => {
  const patterns = patternsOf(urls, [...anyMediaType, 'image/*']);
  return ['https://example.com/image', 'http://example.com/image'].every(url =>
    patterns.some(pattern => pattern.test(url)),
  );
};

/** A pattern that asks a model of V1, which decides URL by URL. */
class AsksModel extends RegExp {
  readonly #model: LanguageModelV1;

  constructor(model: LanguageModelV1) {
    // No two models share it: what one fetches says nothing of another.
    super(`${model.provider}/${model.modelId}`.replaceAll(/[^\w/.-]/g, '_'));
    this.#model = model;
  }

  override test(text: string): boolean {
    return URL.canParse(text) && (this.#model.supportsUrl?.(new URL(text)) ?? false);
  }
}

/** What a model of V1 fetches for itself: images, unless it says no; and what it takes when asked. */
export const supportedUrlsOfV1 = (model: LanguageModelV1): UrlPatterns => ({
  ...(model.supportsImageUrls === false ? {} : { 'image/*': [/^https?:\/\/.*$/] }),
  ...(model.supportsUrl === undefined ? {} : { '*/*': [new AsksModel(model)] }),
});
