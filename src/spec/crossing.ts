import type {
  LanguageModelV1CallOptions,
  LanguageModelV1CallWarning,
  LanguageModelV1StreamPart,
} from 'provider-v1';
import type { LanguageModelV2CallOptions, LanguageModelV2StreamPart } from 'provider-v2';
import type {
  LanguageModelV3CallOptions,
  LanguageModelV3GenerateResult,
  LanguageModelV3StreamPart,
} from 'provider-v3';
import type { ModelOptions, ModelPart, ModelResult } from '../core/model.js';
import type { V1Result } from './v1-v2/types.js';
import type { V2Result } from './v2-v3/types.js';

/** A version of the language-model specification, as far as one call goes. */
export interface Version {
  readonly options: unknown;
  readonly result: unknown;
  readonly part: unknown;
}

/** V1 tells the warnings of a stream beside it; here they travel in it, first, as they do in later versions. */
export interface V1Warnings {
  readonly type: 'warnings';
  readonly warnings: readonly LanguageModelV1CallWarning[];
}

export interface V1 extends Version {
  readonly options: LanguageModelV1CallOptions;
  readonly result: V1Result;
  readonly part: LanguageModelV1StreamPart | V1Warnings;
}
export interface V2 extends Version {
  readonly options: LanguageModelV2CallOptions;
  readonly result: V2Result;
  readonly part: LanguageModelV2StreamPart;
}
export interface V3 extends Version {
  readonly options: LanguageModelV3CallOptions;
  readonly result: LanguageModelV3GenerateResult;
  readonly part: LanguageModelV3StreamPart;
}
export interface V4 extends Version {
  readonly options: ModelOptions;
  readonly result: ModelResult;
  readonly part: ModelPart;
}

/** One call on its way from a caller of one version to a model of another, and its answer on the way back. */
export interface Crossing<Caller extends Version, Callee extends Version> {
  /** What the model is called with. */
  readonly options: Callee['options'];
  readonly result: (result: Callee['result']) => Caller['result'];
  /** A part of the model's stream becomes none, one or several; it may remember those before it. */
  readonly part: (part: Callee['part']) => readonly Caller['part'][];
}

/** @throws UnsupportedFunctionalityError for what the model's version has no word for and must not be lost */
export type Cross<Caller extends Version, Callee extends Version> = (
  options: Caller['options'],
) => Crossing<Caller, Callee>;

/** Two steps as one. */
export const over =
  <A extends Version, B extends Version, C extends Version>(
    near: Cross<A, B>,
    far: Cross<B, C>,
  ): Cross<A, C> =>
  options => {
    const first = near(options);
    const second = far(first.options);
    return {
      options: second.options,
      result: result => first.result(second.result(result)),
      part: part => second.part(part).flatMap(first.part),
    };
  };
