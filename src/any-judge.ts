import { z } from 'zod/v4';
import type { AnyLanguageModel } from './any-language-model.js';
import { aModel, isLanguageModel, languageModel } from './any-language-model.js';

/**
 * Anything with the shape of a decision model of AI SDK 7. By its shape and not by the SDK's type, which is experimental and
 * may be called something else in a patch.
 */
export interface DecisionModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  readonly supportedQuestionTypes: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: option types of the SDK's releases are not assignable to each other
  doDecide(options: any): PromiseLike<any>;
}

export type AnyJudge = AnyLanguageModel | DecisionModel;

const isDecisionModel = (value: unknown): value is DecisionModel =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<DecisionModel>).doDecide === 'function';

/** That can be asked to choose one of several. */
const canChoose = ({ specificationVersion, provider, modelId, supportedQuestionTypes }: DecisionModel) =>
  specificationVersion === 'v4' &&
  typeof provider === 'string' &&
  typeof modelId === 'string' &&
  Array.isArray(supportedQuestionTypes) &&
  supportedQuestionTypes.includes('choice');

export const isJudge = (value: object): value is AnyJudge => isLanguageModel(value) || isDecisionModel(value);

const whatADecisionModelIs = [
  'a decision model of the AI SDK 7 (DecisionModelV4) that answers questions of the type "choice"',
];
export const anyJudge = z
  .custom<AnyJudge>(
    value => (isDecisionModel(value) && canChoose(value)) || languageModel.safeParse(value).success,
    {
      error: issue =>
        isDecisionModel(issue.input)
          ? 'is a decision model, but none that can be asked to choose'
          : aModel.error(issue),
      params: { allowed: [...aModel.params.allowed, ...whatADecisionModelIs] },
    },
  )
  .meta({ title: 'a language model or a decision model of the AI SDK' });
