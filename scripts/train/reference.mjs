#!/usr/bin/env node
// node scripts/train/reference.mjs <folder>: how the built-in classifiers score reference asks, as even quantiles,
// written to src/classify/reference-scores.generated.ts; and the scores that test/classify/learned holds every platform
// to. train.mjs ends with it.
import { readFileSync, writeFileSync } from 'node:fs';
import { gainRows, tierRows } from './data.mjs';
import { loadProgram } from './program.mjs';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node scripts/train/reference.mjs <folder of routing data>');
const program = await loadProgram();
const learned = program.learnedClassifier();
if (!learned.isOk) throw new Error(learned.problem);

const steps = 64;
const everyday = tierRows(folder);
const exams = gainRows(folder).filter(row => row.teaches);
/** As many everyday asks as questions of exams: every second or third of the larger side. */
const every = Math.max(1, Math.round(exams.length / everyday.length));
const asks = [...everyday, ...exams.filter((_, at) => at % every === 0)].map(row => row.text);

const quantilesOf = classifier => {
  const scores = asks
    .map(text => classifier.classify(program.traitsOfText(text)).score)
    .sort((one, other) => one - other);
  return Array.from({ length: steps + 1 }, (_, at) => scores[Math.round((at / steps) * (scores.length - 1))]);
};

writeFileSync(
  new URL('../../src/classify/reference-scores.generated.ts', import.meta.url),
  `// Written by scripts/train/reference.mjs: do not edit.

/** Scores of ${asks.length} asks, half of them everyday ones in seven languages, half questions of exams: even quantiles, lowest first. */
export const referenceScores = ${JSON.stringify(
    { rules: quantilesOf(program.byRules), learned: quantilesOf(learned.classifier) },
    null,
    2,
  )} as const;
`,
);
console.log(`reference-scores.generated.ts: ${asks.length} asks`);

const frozen = new URL('../../test/classify/learned/frozen-scores.json', import.meta.url);
const again = JSON.parse(readFileSync(frozen, 'utf8')).map(({ ask }) => {
  const traits = { ...program.traitsOfText(''), ask, askCharacters: ask.length };
  const { score, tier, task, confidence } = learned.classifier.classify(traits);
  return { ask, score, tier, task, confidence };
});
writeFileSync(frozen, `${JSON.stringify(again, null, 2)}\n`);
