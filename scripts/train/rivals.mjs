// What a learned score is compared with.
const hard = /reasoning|analysis|coding|math|creative/i;
const easy = /summarize|translate|classify|extract|format/i;

export const rivals = program => ({
  random: () => 0,
  length: text => text.length,
  'keyword rule': text => (hard.test(text) ? 2 : easy.test(text) ? 0 : 1),
  'our rules': text => program.byRules.classify(program.traitsOfText(text)).score,
});

/** RouteLLM, arXiv 2406.18665 v4, its best row of each benchmark: other prompts, and a model or an embedding call each. */
export const published = [
  ['MMLU', 'similarity-weighted ranking', 0.603, 35.4, 71.6],
  ['GSM8K', 'causal LLM 8B', 0.622, 33.6, 63.3],
  ['MT Bench', 'matrix factorization, judge data', 0.802, 13.4, 31.3],
];
