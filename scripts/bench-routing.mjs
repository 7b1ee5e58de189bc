#!/usr/bin/env node
// npm run bench:routing -- <folder>: how good the learned score is, on prompts that its weights did not see.
// Writes docs/routing-quality.md and its plots. Without a folder: the small table of features in the repo, printed only.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gainRows, gainSets, sha256Of, tierRows, tierSets } from './train/data.mjs';
import {
  gainDesign,
  gainScale,
  look,
  placesOf,
  spreadOf,
  tierDesign,
  tierLessons,
  widthOf,
  withCopiesAndAsks,
  withDisguises,
} from './train/fit.mjs';
import {
  bestOf,
  crossValidated,
  crossValidatedTiers,
  indices,
  leftOutByFamily,
  tiersLeftOutByLanguage,
} from './train/folds.mjs';
import {
  apgrOf,
  between,
  curveOf,
  mean,
  qualityOf,
  rankCorrelation,
  risingCurve,
  tierQuality,
} from './train/judge-scores.mjs';
import { noises, strangeNoises } from './train/noise.mjs';
import { chatAsks, wordProblems } from './train/own-asks.mjs';
import { plot } from './train/plots.mjs';
import { loadProgram } from './train/program.mjs';
import { published, rivals } from './train/rivals.mjs';
import { readTable, writeTable } from './train/table.mjs';
import { taughtAsks } from './train/taught-asks.mjs';

const program = await loadProgram();
const folder = process.argv[2];
const fixed = value => value.toFixed(3);
const percent = value => (100 * value).toFixed(1);
const row = cells => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const familiesOf = rows => [...new Set(rows.map(one => one.family))];
const ofFamily = (rows, family, scores) => {
  const own = indices(rows, one => one.family === family);
  return {
    scores: own.map(at => scores[at]),
    weak: own.map(at => rows[at].weak),
    strong: own.map(at => rows[at].strong),
  };
};
const meanApgr = (rows, scores) =>
  mean(
    familiesOf(rows).map(family => {
      const { scores: own, weak, strong } = ofFamily(rows, family, scores);
      return apgrOf(curveOf(own, weak, strong));
    }),
  );

/** Families and their mean, with intervals. */
function qualityRows(rows, scores) {
  const all = familiesOf(rows).map((family, at) => ({
    family,
    ...qualityOf(ofFamily(rows, family, scores), 300, 12_345 + at),
  }));
  const draws = all[0].draws.map((_, each) => mean(all.map(one => one.draws[each])));
  const interval = between(draws);
  const show = ({ value, low, high }, as = fixed) => `${as(value)} (${as(low)} to ${as(high)})`;
  return [
    ...all.map(one => [one.family, show(one.apgr), show(one.cpt50, percent), show(one.cpt80, percent)]),
    [
      '**mean**',
      `**${show({ value: mean(all.map(one => one.apgr.value)), ...interval })}**`,
      percent(mean(all.map(one => one.cpt50.value))),
      percent(mean(all.map(one => one.cpt80.value))),
    ],
  ];
}
const qualityHead = ['family', 'APGR (95 %)', 'CPT50', 'CPT80'];

if (folder === undefined) {
  const rows = readTable(program);
  const features = program.featureNames.length;
  const design = {
    dense: rows.map(({ standard, domain, floor }) => ({
      values: standard,
      own: placesOf(program, domain),
      domain,
      floor,
      scale: gainScale(features),
    })),
    sparse: rows.map(() => ({ ids: new Int32Array(0), value: 0 })),
    width: widthOf(program),
    buckets: 1,
  };
  const length = program.featureNames.indexOf('length');
  console.log(
    `${rows.length} rows of the table in the repo\n\nHeld-out scores as written with the table, each family left out in turn:\n`,
  );
  console.log(
    table(
      qualityHead,
      qualityRows(
        rows,
        rows.map(one => one.left),
      ),
    ),
  );
  console.log('\nFive folds:\n');
  console.log(
    table(
      qualityHead,
      qualityRows(
        rows,
        rows.map(one => one.held),
      ),
    ),
  );
  console.log('\nFitted here on features alone (no hashed words), each family left out in turn:\n');
  console.log(table(qualityHead, qualityRows(rows, leftOutByFamily(program, design, rows))));
  console.log(
    `\nLength alone: mean APGR ${fixed(
      meanApgr(
        rows,
        rows.map(one => one.standard[length]),
      ),
    )}`,
  );
  process.exit(0);
}

const rows = gainRows(folder);
const tiers = tierRows(folder);
const taughtTiers = tierLessons(tiers);
const taught = withCopiesAndAsks(rows, withDisguises(tiers));
const looks = taught.map(one => look(program, one.text));
const tierLooks = taughtTiers.map(one => look(program, one.text));
const spread = spreadOf([...looks.filter((_, at) => taught[at].teaches), ...tierLooks]);
const design = gainDesign(program, looks, spread);
const held = crossValidated(program, design, taught).slice(0, rows.length);
const leftWithCopies = leftOutByFamily(program, design, taught, familiesOf(rows));
const left = leftWithCopies.slice(0, rows.length);
const written = writeTable(program, rows, looks, spread, held, left);

const rivalScores = Object.entries(rivals(program)).map(([name, score]) => [
  name,
  rows.map(one => score(one.text)),
]);
const contenders = [
  ...rivalScores,
  ['learned, family left out', left],
  ['learned, five folds', held],
  ['oracle', rows.map(one => one.strong - one.weak)],
];
const families = familiesOf(rows);
const comparison = contenders.map(([name, scores]) => {
  const each = families.map(family => {
    const { scores: own, weak, strong } = ofFamily(rows, family, scores);
    return apgrOf(curveOf(own, weak, strong));
  });
  return [name, ...each.map(fixed), fixed(mean(each))];
});

const groups = {
  'hashed words': 'grams',
  options: name => name.includes('option'),
  'classes of words': name => name.startsWith('words of'),
  'counts of marks': name => name.startsWith('count of'),
  'shares by word and letter': name => name.includes(' per word') || name.includes(' per letter'),
};
const whole = [meanApgr(rows, left), meanApgr(rows, held)];
const ablation = Object.entries(groups).map(([name, without]) => {
  const less = gainDesign(program, looks, spread, without);
  const value = meanApgr(rows, leftOutByFamily(program, less, taught, families).slice(0, rows.length));
  return [`without ${name}`, fixed(value), (value - whole[0] >= 0 ? '+' : '') + fixed(value - whole[0])];
});

// Calibration: the curve from one half of the held-out scores, judged on the other.
const teaching = indices(rows, one => one.teaches);
const gainOf = at => rows[at].strong - rows[at].weak;
const curve = risingCurve(
  teaching.filter((_, each) => each % 2 === 0).map(at => ({ x: held[at], y: gainOf(at) })),
  -0.5,
  1.5,
  129,
);
const said = at => program.interpolated(curve, Math.min(1, Math.max(0, (held[at] + 0.5) / 2)));
const judged = teaching.filter((_, each) => each % 2 === 1).sort((one, other) => held[one] - held[other]);
const bins = Array.from({ length: 10 }, (_, each) =>
  judged.slice(Math.floor((each * judged.length) / 10), Math.floor(((each + 1) * judged.length) / 10)),
);
const reliability = bins.map(bin => [mean(bin.map(said)), mean(bin.map(gainOf))]);
const brier = mean(judged.map(at => (said(at) - gainOf(at)) ** 2));
const overall = mean(judged.map(gainOf));
const plain = mean(judged.map(at => (overall - gainOf(at)) ** 2));

const tierMatrix = tierDesign(program, tierLooks, spread);
const foldTiers = crossValidatedTiers(tierMatrix, taughtTiers).map(bestOf);
const strangers = tiersLeftOutByLanguage(tierMatrix, taughtTiers).map(bestOf);
const languages = [...new Set(tiers.map(one => one.language))].filter(
  language => tiers.filter(one => one.language === language).length > 5,
);
const tierCells = (predicted, own) => {
  const quality = tierQuality(
    own.map(at => tiers[at].tier),
    own.map(at => predicted[at]),
  );
  return [fixed(quality.accuracy), fixed(quality.macroF1)];
};
const tierTable = [...languages, 'all'].map(language => {
  const own = indices(tiers, one => language === 'all' || one.language === language);
  return [language, own.length, ...tierCells(foldTiers, own), ...tierCells(strangers, own)];
});

// Sums told in words: the bare questions of MMLU-Pro, judged by weights that never saw that family.
const bareAt = indices(
  taught,
  (one, at) => one.isBare && one.family === 'MMLU-Pro' && design.dense[at].domain === 'word problem',
);
const bareSlice = ['business', 'economics', 'math', 'others'].map(subject => {
  const named = ['business', 'economics', 'math'];
  const own = bareAt.filter(at =>
    subject === 'others' ? !named.includes(taught[at].category) : taught[at].category === subject,
  );
  const scores = own.map(at => leftWithCopies[at]);
  const { apgr } = qualityOf(
    { scores, weak: own.map(at => taught[at].weak), strong: own.map(at => taught[at].strong) },
    300,
  );
  return [
    subject,
    own.length,
    `${fixed(apgr.value)} (${fixed(apgr.low)} to ${fixed(apgr.high)})`,
    fixed(
      rankCorrelation(
        scores,
        own.map(at => -taught[at].weak - taught[at].strong),
      ),
    ),
    fixed(
      rankCorrelation(
        own.map(at => taught[at].text.length),
        own.map(at => -taught[at].weak - taught[at].strong),
      ),
    ),
  ];
});

// The artefact itself, as it is served.
const learned = program.learnedClassifier();
if (!learned.isOk) throw new Error(learned.problem);
const classify = text => learned.classifier.classify(program.traitsOfText(text));
const sample = [
  ...indices(rows, (_, at) => at % 7 === 0).map(at => rows[at].text),
  ...indices(tiers, (_, at) => at % 4 === 0).map(at => tiers[at].text),
];
const before = sample.map(classify);
const sorted = before.map(one => one.score).sort((one, other) => one - other);
const [third, twoThirds] = [
  sorted[Math.floor(sorted.length / 3)],
  sorted[Math.floor((2 * sorted.length) / 3)],
];
const routeOf = ({ score }) => (score < third ? 0 : score < twoThirds ? 1 : 2);
const strongest = strongestFeatures(10);
const stepCorrelation = rankCorrelation(
  wordProblems.map(([, text]) => classify(text).score),
  wordProblems.map(([steps]) => steps),
);
const chatLanguages = [...new Set(chatAsks.map(([, language]) => language))];
const chatTable = [...chatLanguages, 'all'].map(language => {
  const own = chatAsks.filter(([, other]) => language === 'all' || other === language);
  const scores = own.map(([, , text]) => classify(text).score);
  const levels = own.map(([level]) => level);
  return [
    language,
    own.length,
    fixed(rankCorrelation(scores, levels)),
    ...[0, 1, 2].map(level => fixed(mean(scores.filter((_, at) => levels[at] === level)))),
  ];
});
const worst = worstMistakes(10);
const robustness = Object.entries({ ...noises, ...strangeNoises }).map(([name, disturb]) => {
  const after = sample.map(text => classify(disturb(text)));
  const same = after.filter((one, at) => routeOf(one) === routeOf(before[at])).length / after.length;
  const sameTier = after.filter((one, at) => one.tier === before[at].tier).length / after.length;
  return [
    name,
    percent(same),
    percent(sameTier),
    fixed(mean(after.map((one, at) => Math.abs(one.score - before[at].score)))),
    fixed(mean(after.map((one, at) => one.score - before[at].score))),
  ];
});

const unit =
  'A driver earns $18.50 per hour and works 7 hours on Monday. Explain how much tax (12.5%) he must pay.\nWhich is true? ';
const times = [20, 200, 2_000, 20_000, 100_000].map(size => {
  const traits = {
    ...program.traitsOfText(''),
    ask: unit.repeat(Math.ceil(size / unit.length)).slice(0, size),
  };
  const runs = Array.from({ length: 60 }, () => {
    const count = size > 1_000 ? 40 : 400;
    const start = performance.now();
    for (let each = 0; each < count; each++) learned.classifier.classify(traits);
    return ((performance.now() - start) * 1_000) / count;
  }).sort((one, other) => one - other);
  return [size, runs[0].toFixed(1), runs[30].toFixed(1)];
});

const shares = Array.from({ length: 41 }, (_, at) => at / 40);
const recovered = scores =>
  shares.map(share => [
    share,
    mean(
      families.map(family => {
        const { scores: own, weak, strong } = ofFamily(rows, family, scores);
        const { x, y, weak: low, strong: high } = curveOf(own, weak, strong);
        let at = 1;
        while (at < x.length - 1 && x[at] < share) at++;
        return (
          (y[at - 1] + ((y[at] - y[at - 1]) * (share - x[at - 1])) / (x[at] - x[at - 1]) - low) / (high - low)
        );
      }),
    ),
  ]);
const drawn = ['learned, five folds', 'learned, family left out', 'length', 'our rules', 'random'];
writeFileSync(
  new URL('../docs/routing-curve.svg', import.meta.url),
  plot({
    title: 'Quality gap recovered, mean of six families',
    x: 'share of calls to the strong model',
    y: 'share of the gap recovered',
    lines: drawn.map(name => ({
      name,
      points: recovered(contenders.find(([other]) => other === name)[1]).map(([x, y]) => [
        x,
        Math.min(1, Math.max(0, y)),
      ]),
    })),
  }),
);
writeFileSync(
  new URL('../docs/routing-reliability.svg', import.meta.url),
  plot({
    title: 'Reliability: what the score says, what was gained',
    x: 'expected gain',
    y: 'observed gain',
    most: 0.6,
    dots: true,
    lines: [
      { name: 'learned, held out', points: reliability.map(([x, y]) => [x, Math.max(0, y)]) },
      {
        name: 'perfect',
        points: [
          [0, 0],
          [0.6, 0.6],
        ],
      },
    ],
  }),
);
writeFileSync(
  new URL('../docs/routing-quality.md', import.meta.url),
  `# How good the learned classifier is

Written by \`npm run bench:routing -- <folder>\`. Figures of APGR, tiers and calibration are of prompts that the weights did not see; see also what they do not say, below.
APGR is the area under the quality gap recovered as more calls go to the strong model (0.5 is a coin); CPT50 and CPT80
are the shares of strong calls, in per cent, that recover 50 and 80 % of the gap (lower is better). Quality of weak and
strong is the mean of several models where a set has them. Intervals are of 300 bootstrap draws.

## A family it has never seen

Each family left out in turn; a question that stands in two families is left out of both. ARC and WinoGrande are never learned from.

${table(qualityHead, qualityRows(rows, left))}

## Families it knows, questions it does not

Five folds; a question falls in one fold, with its copies.

${table(qualityHead, qualityRows(rows, held))}

## Against others (APGR)

${table(['score', ...families, 'mean'], comparison)}

Published by RouteLLM (arXiv 2406.18665 v4), best of each, other prompts and a model or an embedding call each:

${table(['benchmark', 'router', 'APGR', 'CPT50', 'CPT80'], published)}

![Share of the quality gap recovered against the share of strong calls](routing-curve.svg)

## Tiers

A head of its own, learned from authors' labels. The labels are templated and short: these figures say little of other traffic.

${table(['language', 'prompts', 'accuracy, folds', 'macro-F1, folds', 'accuracy, language left out', 'macro-F1, language left out'], tierTable)}

Least accurate of these languages: ${fixed(Math.min(...languages.map((_, at) => Number(tierTable[at][3]))))} in folds, ${fixed(Math.min(...languages.map((_, at) => Number(tierTable[at][5]))))} left out; none is under .80: ${Math.min(...languages.map((_, at) => Math.min(Number(tierTable[at][3]), Number(tierTable[at][5])))) >= 0.8 ? 'holds' : 'does not hold'}.

## Sums told in words

No set here has plain word problems with outcomes. The nearest: questions of MMLU-Pro that the gate takes for one when
their options are cut off, judged by weights that never saw that family. Many of them are of college level: their gain is
on top of the curve over difficulty, where it hardly changes, so how well the score finds the difficulty says more.

${table(['subject', 'questions', 'APGR (95 %)', 'rank correlation with the share of wrong answers', 'of length alone'], bareSlice)}

${wordProblems.length} sums written for this repo, of one to eight steps, never learned from: rank correlation of the score with the
number of steps ${fixed(stepCorrelation)} (before there was a domain for them: 0.434).

## Asks of a chat

${chatAsks.length} asks written for this repo, never learned from, in three levels of how much there is to think about. Not measured
outcomes: a check that the order is sensible.

${table(['language', 'asks', 'rank correlation with the level', 'mean score, small', 'some', 'much'], chatTable)}

## Calibration

The score is an expected gain, strong minus weak. The curve is of one half of the held-out scores, the figures of the other.
Mean squared error ${brier.toFixed(4)}; of a constant ${plain.toFixed(4)}.

![Expected against observed gain in ten bins](routing-reliability.svg)

${table(
  ['expected gain', 'observed gain'],
  reliability.map(pair => pair.map(fixed)),
)}

## What each group of features gives (mean APGR)

Fitted again without the group, each family left out in turn. All: ${fixed(whole[0])}.

${table(['features', 'family left out', 'change'], ablation)}

## Features that move the score most

Spread of each feature's part in the raw score, over the prompts learned from, with the sign of its mean slope:
${strongest.map(([name, spreadOfPart, sign]) => `${name} (${sign}${spreadOfPart.toFixed(3)})`).join(', ')}.

## The ten worst mistakes

Of sets in which at least eight models were asked, by weights that did not see the family: the farther a prompt stands
in its family's order by score from its place by true gain, the worse. Names are those of the public sets.

${table(['prompt', 'kind', 'place by score, %', 'place by gain, %', 'weak', 'strong', 'ease said', 'most by', 'why'], worst)}

## The same ask in other clothes

${sample.length} prompts; routes by thirds of the score. The shift is what steering can gain. The first
${Object.keys(noises).length} were shown in training; the last ${Object.keys(strangeNoises).length} were not. Sentences at the ends of an ask that only speak of
difficulty, models, price, haste or thanks are left out before anything is counted; the list of their words is by hand.

${table(['disturbance', 'route unchanged, %', 'tier unchanged, %', 'mean change of the score', 'mean shift'], robustness)}

## Time of one classification (us)

${cpus()[0].model}, Node ${process.versions.node}; the features, the score, the tier and the reasons. Texts are judged by their first 2,000 and last 1,000 units. The machine was shared.

${table(['characters', 'best of 60 runs', 'median'], times)}

## What these figures do not say

- Some 45 settings (penalty, weights of the parts, the place of the hump, extra copies of prompts) and then some 60 variants of structure (boosted trees, logistic heads, weights of rare words, targets without the guesses, places of the guess and of word problems, blocks of weights) were compared on these same six families, and the better ones kept: the figures above are a little kind. Only a set that nobody has seen can tell how much.
- The intervals are of prompts drawn again, not of families: six are few.
- No set of open chat, of plain word problems or of languages beside English has outcomes of models here. For word problems the weights start from what is known of them (more steps, more gain), set by hand. For open asks the authors' tiers stand in, with shares of right answers that are made up.
- The words that name tasks in other languages were written after a look at the tier prompts: "language left out" is kind as well, and ${taughtAsks.length} asks of our own teach the tiers in every language.
- The disturbed prompts are judged by the weights that are shipped, which have seen most of them undisturbed. Six of the claims that were not shown in training (the budget tier, the cheapest model, behind the ask, Portuguese, only an expert, a graduate challenge) were judged once before the list of words was last added to; none of those words was added for them. The list and the claims are of the same hand.
- Gains are of means over models where a set has them, which is less noisy than any one pair.

## Data

${table(
  ['set', 'licence', 'origin', 'used', 'sha256'],
  [...gainSets, ...tierSets].map(({ file, licence, origin, teaches = true }) => [
    file,
    licence,
    origin,
    teaches ? 'learned from' : 'judged only',
    sha256Of(folder, file),
  ]),
)}

The table in the repo (\`scripts/train/features.table.gz\`, ${written.rows} rows, ${written.bytes} bytes) holds features, labels and held-out scores, no texts.
`,
);
console.log(`docs/routing-quality.md: left out ${fixed(whole[0])}, folds ${fixed(whole[1])}`);

/** [name, standard deviation of its part in the raw score, sign of its mean slope], largest first. */
function strongestFeatures(count) {
  const decoded = program.decode(program.weights);
  if (!decoded.isOk) throw new Error(decoded.problem);
  const { model } = decoded;
  const parts = program.featureNames.map(() => ({ sum: 0, squares: 0, slope: 0 }));
  for (const at of teaching) {
    const domain = program.domains.indexOf(program.domainOf(looks[at]));
    const standard = program.standardised(model, looks[at].values);
    const { easeSlope: slope } = program.judge(model, looks[at]);
    parts.forEach((part, each) => {
      const weight = model.gain[domain][each + 1] + slope * model.ease[domain][each + 1];
      part.sum += weight * standard[each];
      part.squares += (weight * standard[each]) ** 2;
      part.slope += weight;
    });
  }
  return parts
    .map(({ sum, squares, slope }, each) => [
      program.featureNames[each],
      Math.sqrt(Math.max(0, squares / teaching.length - (sum / teaching.length) ** 2)),
      slope > 0 ? '+' : '-',
    ])
    .sort((one, other) => other[1] - one[1])
    .slice(0, count);
}

/** Rows whose place by score is farthest from that by gain, with what went wrong. */
function worstMistakes(count) {
  const decoded = program.decode(program.weights);
  if (!decoded.isOk) throw new Error(decoded.problem);
  const wrong = families.flatMap(family => {
    const own = indices(rows, one => one.family === family && one.known >= 8);
    const byScore = placesOfValues(own.map(at => left[at]));
    const byGain = placesOfValues(own.map(gainOf));
    return own.map((at, each) => ({ at, byScore: byScore[each], byGain: byGain[each] }));
  });
  return wrong
    .sort((one, other) => Math.abs(other.byScore - other.byGain) - Math.abs(one.byScore - one.byGain))
    .slice(0, count)
    .map(({ at, byScore, byGain }) => {
      const { ease } = program.judge(decoded.model, looks[at]);
      const { id, text, weak, strong } = rows[at];
      const reasons = classify(text)
        .reasons.slice(1)
        .map(reason => reason.split(':')[0]);
      return [
        id,
        program.domainOf(looks[at]),
        percent(byScore),
        percent(byGain),
        weak.toFixed(2),
        strong.toFixed(2),
        ease.toFixed(2),
        reasons.join('; '),
        whyWrong({ weak, strong, ease, byScore, byGain }),
      ];
    });
}

function whyWrong({ weak, strong, ease, byScore, byGain }) {
  const truth = (weak + strong) / 2;
  if (byScore > byGain && strong < weak) return 'the weak models did better than the strong: chance';
  if (byScore > byGain && truth < 0.2) return 'nobody can do it, and it does not look it';
  if (byScore > byGain && truth > 0.8) return 'all can do it, and it does not look it';
  if (byScore > byGain) return 'weak and strong do equally well on a question of middling difficulty';
  if (ease > truth + 0.15) return 'looks easy, and the weak models fail';
  if (ease < truth - 0.15) return 'looks too hard for all, and the strong models can do it';
  return 'of the difficulty it looks, with a gain above what is usual there';
}

/** Share of the values below each, ties in their middle. */
function placesOfValues(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return values.map(
    value =>
      (sorted.findIndex(other => other >= value) + sorted.findLastIndex(other => other <= value) + 1) /
      (2 * values.length),
  );
}
