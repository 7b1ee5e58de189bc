import type { AnyJudge } from './any-judge.js';
import { isJudge } from './any-judge.js';
import { isLanguageModel } from './any-language-model.js';
import type { ParsedJudge } from './classifier-options.js';
import type { Price, Target } from './core/target.js';
import { decisionJudge } from './decision-judge.js';
import type { JudgeOptions } from './layers/seam/ask-judge.js';
import { targetOptions } from './target-options.js';
import { modelTarget } from './targets.js';

/**
 * A model that is asked about calls, as a target: it has a line and a circuit like any other. Where no price is given, it
 * is that of a target that is the same model, else the catalogue's.
 */
export function judgeTarget(
  given: AnyJudge | ParsedJudge,
  targets: ReadonlyMap<string, Target>,
): Pick<JudgeOptions, 'target' | 'outputTokens'> {
  const { model: judge, price } = isJudge(given) ? { model: given, price: undefined } : given;
  const isWorded = isLanguageModel(judge);
  const model = isWorded ? judge : decisionJudge(judge);
  const target = modelTarget('judge', targetOptions.parse({ model, price }), model);
  return {
    target: price === undefined ? { ...target, price: knownPrice(target, targets) } : target,
    outputTokens: isWorded ? wordTokens : decisionTokens,
  };
}

/** Room for one word, however a model begins its answer. */
const wordTokens = 16;
/** The SDK's adapter over a language model has it written as JSON, with probabilities where it knows them. */
const decisionTokens = 128;

function knownPrice(
  { provider, modelId, price }: Target,
  targets: ReadonlyMap<string, Target>,
): Price | null {
  for (const target of targets.values())
    if (target.provider === provider && target.modelId === modelId && target.price !== null)
      return target.price;
  return price;
}
