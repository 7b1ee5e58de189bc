import { featureWords } from './learned/feature-words.js';

/** A feature of an ask that moved its score, as the classifier calls it. */
export interface DecidingFeature {
  readonly name: string;
  /** The same in plain words: `asks for a proof`. */
  readonly words: string;
  /** With more of it, or less than usual, a strong model pays off `more` or `less`. */
  readonly pays: 'more' | 'less';
}

const aFeature = /^(.+): a strong model pays off (more|less)$/;

/** Those that the learned classifier names among its reasons, the one that moved most first; none of other classifiers. */
export function decidingFeatures(reasons: readonly string[]): readonly DecidingFeature[] {
  return reasons.flatMap(reason => {
    const [, name, pays] = aFeature.exec(reason) ?? [];
    return name === undefined
      ? []
      : [{ name, words: featureWords(name), pays: pays as DecidingFeature['pays'] }];
  });
}
