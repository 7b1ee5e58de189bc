/** A feature of an ask that moved its score, as the classifier calls it. */
export interface DecidingFeature {
  readonly name: string;
  /** With more of it, or less than usual, a strong model pays `more` or `less`. */
  readonly pays: 'more' | 'less';
}

const aFeature = /^(.+): a strong model pays (more|less)$/;

/** Those that the learned classifier names among its reasons, the one that moved most first; none of other classifiers. */
export function decidingFeatures(reasons: readonly string[]): readonly DecidingFeature[] {
  return reasons.flatMap(reason => {
    const [, name, pays] = aFeature.exec(reason) ?? [];
    return name === undefined ? [] : [{ name, pays: pays as DecidingFeature['pays'] }];
  });
}
