import { z } from 'zod/v4';
import { knownVersions } from './spec/as-v4.js';

/** A method of any vintage: `any`, because the option types of the SDK's majors are not assignable to each other. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyMethod = (options: any) => PromiseLike<any>;

/** Anything with the shape of a language model, whichever copy of the SDK its types come from. */
export interface AnyLanguageModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate: AnyMethod;
  doStream: AnyMethod;
}

export const isLanguageModel = (value: object): value is AnyLanguageModel => {
  const { doGenerate, doStream, provider, modelId } = value as Partial<AnyLanguageModel>;
  return (
    typeof doGenerate === 'function' &&
    typeof doStream === 'function' &&
    typeof provider === 'string' &&
    typeof modelId === 'string'
  );
};
export const looksLikeModel = (value: unknown): boolean =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  ['doGenerate', 'doStream', 'specificationVersion'].some(name => name in value);

/** What keeps something from being a language model, where it is meant as one. */
const noModel = ({ input }: { readonly input?: unknown }): string => {
  if (!looksLikeModel(input)) return '';
  if (!isLanguageModel(input as object)) return 'is meant as a language model, but lacks some of one';
  return `is a language model of version "${(input as AnyLanguageModel).specificationVersion}"`;
};
const whatAModelIs = ['a language model of the AI SDK (LanguageModelV1, V2, V3 or V4)'];
/** For a schema of what must be a model, or must not look like one. */
export const aModel = { error: noModel, params: { allowed: whatAModelIs } };
const isKnownModel = (value: unknown): value is AnyLanguageModel =>
  looksLikeModel(value) &&
  isLanguageModel(value as object) &&
  knownVersions.some(known => known === (value as AnyLanguageModel).specificationVersion);
export const languageModel = z
  .custom<AnyLanguageModel>(isKnownModel, aModel)
  .meta({ title: 'a language model of the AI SDK' });
