#!/usr/bin/env node
// node scripts/train/train.mjs <folder>: from the labelled data to src/classify/learned/weights.generated.ts and report.md.
// No chance in it: the same data give the same bytes.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { artefactOf } from './artefact.mjs';
import { gainRows, gainSets, sha256Of, tierRows, tierSets } from './data.mjs';
import {
  fitGain,
  fitTier,
  gainDesign,
  humpCurve,
  look,
  spreadOf,
  tierDesign,
  tierLessons,
  withCopiesAndAsks,
  withDisguises,
} from './fit.mjs';
import { bestOf, crossValidated, crossValidatedTiers, indices } from './folds.mjs';
import { apgrOf, curveOf, mean, risingCurve, tierQuality } from './judge-scores.mjs';
import { loadProgram } from './program.mjs';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node scripts/train/train.mjs <folder of routing data>');
const program = await loadProgram();
const rows = gainRows(folder);
const tiers = tierRows(folder);
const taughtTiers = tierLessons(tiers);
const taught = withCopiesAndAsks(rows, withDisguises(tiers));
const looks = taught.map(row => look(program, row.text));
const tierLooks = taughtTiers.map(row => look(program, row.text));
const spread = spreadOf([...looks.filter((_, at) => taught[at].teaches), ...tierLooks]);

const design = gainDesign(program, looks, spread);
const held = crossValidated(program, design, taught);
const teaching = indices(rows, row => row.teaches);
const range = [...teaching.map(at => held[at])].sort((one, other) => one - other);
const from = Math.fround(range[Math.floor(range.length * 0.01)]);
const to = Math.fround(range[Math.floor(range.length * 0.99)]);
const calibration = risingCurve(
  binsOf(
    teaching.map(at => ({ x: held[at], y: rows[at].strong - rows[at].weak })),
    40,
  ),
  from,
  to,
  program.curveKnots,
);
const heads = fitGain(
  design,
  taught,
  indices(taught, row => row.teaches),
);

const tierMatrix = tierDesign(program, tierLooks, spread);
const heldTiers = crossValidatedTiers(tierMatrix, taughtTiers);
const tierHeads = fitTier(
  tierMatrix,
  taughtTiers,
  indices(taughtTiers, () => true),
);

const sets = [...gainSets.filter(set => set.teaches), ...tierSets].map(
  ({ file, origin, licence }) => `${file} (${origin}; ${licence}; sha256 ${sha256Of(folder, file)})`,
);
const { module, bytes, base64Length } = artefactOf({
  program,
  spread,
  heads,
  tierHeads,
  hump: humpCurve(program.curveKnots),
  calibration,
  from,
  to,
  sets,
});
writeFileSync(
  fileURLToPath(new URL('../../src/classify/learned/weights.generated.ts', import.meta.url)),
  module,
);

const families = [...new Set(rows.map(row => row.family))];
const qualityFor = family => {
  const own = indices(rows, row => row.family === family);
  return apgrOf(
    curveOf(
      own.map(at => held[at]),
      own.map(at => rows[at].weak),
      own.map(at => rows[at].strong),
    ),
  );
};
const tierResult = tierQuality(
  tiers.map(row => row.tier),
  heldTiers.slice(0, tiers.length).map(bestOf),
);
writeFileSync(
  new URL('report.md', import.meta.url),
  `# What the training did

Written by \`node scripts/train/train.mjs <folder>\`; the same data give the same bytes.

- Learned from:
${sets.map(set => `  - ${set}`).join('\n')}
- ${teaching.length} prompts for the gain, ${tiers.length} for the tiers, each once more in other clothes and without its options; ${program.featureNames.length} features, ${program.gainBuckets} and ${program.tierBuckets} buckets of hashed words.
- Artefact: ${bytes} bytes, ${base64Length} characters of base64.
- APGR by five folds (a question falls in one fold), mean ${mean(families.map(qualityFor)).toFixed(3)}: ${families.map(family => `${family} ${qualityFor(family).toFixed(3)}`).join(', ')}. ARC and WinoGrande are judged only.
- Tiers by five folds: macro-F1 ${tierResult.macroF1.toFixed(3)}, accuracy ${tierResult.accuracy.toFixed(3)}.
- Mean gain over those prompts ${mean(teaching.map(at => rows[at].strong - rows[at].weak)).toFixed(3)}; calibrated scores run from ${calibration[0].toFixed(3)} to ${calibration.at(-1).toFixed(3)}.

\`docs/routing-quality.md\` has each family left out in turn, intervals, and what else was compared.
`,
);
console.log(`weights.generated.ts: ${base64Length} characters of base64`);
await import('./reference.mjs');

/** Equal bins by score: single outcomes are too noisy for isotonic steps. */
function binsOf(points, count) {
  const sorted = [...points].sort((one, other) => one.x - other.x);
  return Array.from({ length: count }, (_, at) => {
    const bin = sorted.slice(
      Math.floor((at * sorted.length) / count),
      Math.floor(((at + 1) * sorted.length) / count),
    );
    return { x: mean(bin.map(point => point.x)), y: mean(bin.map(point => point.y)) };
  });
}
