// The labelled data as rows: { family, id, text, weak, strong, known, stem }. `known` counts the models that were asked.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const strongOf = {
  mmluPro: ['gemini-1.5-pro-002', 'gemini-1.5-flash-002', 'Meta-Llama-3_1-70B-Instruct'],
  routerBench: ['gpt-4-1106-preview', 'claude-v1', 'zero-one-ai/Yi-34B-Chat'],
  zeroEval: [
    'gpt-4-turbo-2024-04-09',
    'gpt-4o-2024-05-13',
    'gpt-4o-2024-08-06',
    'claude-3-5-sonnet-20240620',
    'claude-3-opus-20240229',
    'Mistral-Large-2',
    'Llama-3.1-405B-Inst@sambanova',
    'gemini-1.5-pro',
    'gpt-4-0314',
    'deepseek-v2.5-0908',
    'Meta-Llama-3.1-70B-Instruct',
    'Qwen2-72B-Instruct',
  ],
};
const weakOf = {
  mmluPro: [
    'Mixtral-8x7B-Instruct-v0.1',
    'Meta-Llama-3_1-8B-Instruct',
    'Mistral-7B-Instruct-v0.2',
    'Phi-3-mini-4k-instruct',
    'Qwen1.5-72B-Chat',
  ],
  routerBench: [
    'mistralai/mixtral-8x7b-chat',
    'gpt-3.5-turbo-1106',
    'meta/llama-2-70b-chat',
    'mistralai/mistral-7b-chat',
    'WizardLM/WizardLM-13B-V1.2',
    'claude-instant-v1',
  ],
  zeroEval: [
    'gpt-3.5-turbo-0125',
    'Meta-Llama-3-8B-Instruct',
    'claude-3-haiku-20240307',
    'gemma-2-9b-it',
    'Yi-1.5-9B-Chat',
    'Phi-3.5-mini-instruct',
    'Qwen2-7B-Instruct',
    'Meta-Llama-3.1-8B-Instruct',
    'Mixtral-8x7B-Instruct-v0.1',
  ],
};

/** Every set: where it is, under which licence, and whether it may teach or only judge. */
export const gainSets = [
  {
    file: 'mmlu_gold1500.gpt4_vs_mixtral.jsonl',
    teaches: true,
    family: () => 'MMLU',
    models: null,
    isAnsweredAtOnce: true,
    origin: 'lm-sys/RouteLLM 0b64fdaf',
    licence: 'Apache-2.0 (MMLU: MIT)',
  },
  {
    file: 'mmlu_pro.8models.jsonl',
    teaches: true,
    family: () => 'MMLU-Pro',
    models: 'mmluPro',
    origin: 'TIGER-AI-Lab/MMLU-Pro f418b116',
    licence: 'Apache-2.0',
  },
  {
    file: 'routerbench.arc_winogrande.11models.jsonl',
    teaches: false,
    models: 'routerBench',
    family: row => (row.task === 'arc_challenge' ? 'ARC' : 'WinoGrande'),
    origin: 'withmartian/RouterBench through shuhao02/RouterDC 0e63989c',
    licence: 'unclear: judged on, never learned from',
  },
  {
    file: 'zeroeval.math_l5_crux.40models.jsonl',
    teaches: true,
    models: 'zeroEval',
    family: row => (row.task === 'crux' ? 'CRUX' : 'MATH-L5'),
    origin: 'WildEval/ZeroEval 8c1485ed',
    licence: 'Apache-2.0',
  },
];
export const tierSets = [
  {
    file: 'uncommonroute_tiers.train.jsonl',
    split: 'train',
    origin: 'CommonstackAI/UncommonRoute 30173e7a',
    licence: 'MIT',
  },
  {
    file: 'uncommonroute_tiers.dev.jsonl',
    split: 'dev',
    origin: 'CommonstackAI/UncommonRoute 30173e7a',
    licence: 'MIT',
  },
];

const linesOf = (folder, file) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line));
export const sha256Of = (folder, file) =>
  createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');

const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const ofModels = (models, names) => mean(names.filter(name => name in models).map(name => models[name]));

/** The question without its options: the same question may stand in two sets. */
const stemOf = text =>
  text
    .split(/\n\s*\(?A[.)]/)[0]
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 200);

export function gainRows(folder) {
  return gainSets.flatMap(set =>
    linesOf(folder, set.file).map(row => {
      const { models } = row;
      const weak = set.models ? ofModels(models, weakOf[set.models]) : row.weak;
      const strong = set.models ? ofModels(models, strongOf[set.models]) : row.strong;
      return {
        family: set.family(row),
        teaches: set.teaches,
        isAnsweredAtOnce: set.isAnsweredAtOnce === true,
        id: row.id,
        category: row.cat ?? row.task,
        text: row.prompt,
        stem: stemOf(row.prompt),
        weak,
        strong,
        onePair: {
          weak: row.weak ?? models['gpt-3.5-turbo-0125'],
          strong: row.strong ?? models['gpt-4-turbo-2024-04-09'],
        },
        known: set.models ? Math.min(12, Object.keys(models).length) : 2,
      };
    }),
  );
}

const tierNumber = { SIMPLE: 0, MEDIUM: 1, COMPLEX: 2, REASONING: 2 };
export function tierRows(folder) {
  return tierSets.flatMap(set =>
    linesOf(folder, set.file).map((row, at) => ({
      id: `${set.split}-${at}`,
      split: set.split,
      text: row.prompt,
      stem: row.prompt,
      tier: tierNumber[row.expected_tier],
      language: row.lang,
      category: row.category,
    })),
  );
}
