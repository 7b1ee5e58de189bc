// Scores for rows that the fit has not seen: each family left out in turn, and five folds by question.
import { dotRow, fitGain, fitTier, humpCurve, rawGain } from './fit.mjs';
import { randomFrom } from './judge-scores.mjs';

export const foldCount = 5;

/** A question that stands in two sets falls in one fold. */
export function foldOfRows(keys, seed = 7) {
  const random = randomFrom(seed);
  const folds = new Map();
  return keys.map(key => {
    if (!folds.has(key)) folds.set(key, Math.floor(random() * foldCount));
    return folds.get(key);
  });
}

/** @returns by row a raw gain from weights that never saw its family, nor its question in another family */
export function leftOutByFamily(program, design, rows, families = [...new Set(rows.map(row => row.family))]) {
  const hump = humpCurve(program.curveKnots);
  const scores = new Array(rows.length);
  for (const family of families) {
    const own = indices(rows, row => row.family === family);
    const questions = new Set(own.map(at => rows[at].stem));
    const others = indices(rows, row => row.teaches && row.family !== family && !questions.has(row.stem));
    const heads = fitGain(design, rows, others);
    for (const at of own) scores[at] = rawGain(program, design, heads, at, hump);
  }
  return scores;
}

/** @returns by row a raw gain from weights that saw its family but not its question */
export function crossValidated(program, design, rows) {
  const hump = humpCurve(program.curveKnots);
  const folds = foldOfRows(rows.map(row => row.stem));
  const scores = new Array(rows.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const heads = fitGain(
      design,
      rows,
      indices(rows, (row, at) => row.teaches && folds[at] !== fold),
    );
    for (const at of indices(rows, (_, at) => folds[at] === fold))
      scores[at] = rawGain(program, design, heads, at, hump);
  }
  return scores;
}

/** @returns by row the scores of three tiers, from weights that did not see it */
export function crossValidatedTiers(design, rows) {
  const folds = foldOfRows(rows.map(row => row.stem));
  const scores = new Array(rows.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const heads = fitTier(
      design,
      rows,
      indices(rows, (_, at) => folds[at] !== fold),
    );
    for (const at of indices(rows, (_, at) => folds[at] === fold))
      scores[at] = heads.map(head => dotRow(design, at, head));
  }
  return scores;
}

/** Each language judged by weights that never saw it. */
export function tiersLeftOutByLanguage(design, rows) {
  const scores = new Array(rows.length);
  for (const language of new Set(rows.map(row => row.language))) {
    const heads = fitTier(
      design,
      rows,
      indices(rows, row => row.language !== language),
    );
    for (const at of indices(rows, row => row.language === language))
      scores[at] = heads.map(head => dotRow(design, at, head));
  }
  return scores;
}

export const bestOf = scores => scores.indexOf(Math.max(...scores));
export function indices(rows, isWanted) {
  const found = [];
  rows.forEach((row, at) => {
    if (isWanted(row, at)) found.push(at);
  });
  return found;
}
