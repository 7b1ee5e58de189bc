import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { LanguageModelV1 } from 'provider-v1';
import type { LanguageModelV2 } from 'provider-v2';
import type { LanguageModelV3 } from 'provider-v3';
import type { Model } from '../core/model.js';
import type { Streaming } from './calls.js';
import { calls } from './calls.js';
import { checked } from './checked.js';
import { convertStream } from './convert-stream.js';
import type { Cross, V1, V2, V3, V4 } from './crossing.js';
import { over } from './crossing.js';
import { inWords } from './in-words.js';
import { supportedUrlsOfV1 } from './supports-url.js';
import { v2CallsV1 } from './v1-v2/cross.js';
import { v3CallsV2 } from './v2-v3/cross.js';
import { v4CallsV3 } from './v3-v4/cross.js';

export const knownVersions = ['v1', 'v2', 'v3', 'v4'] as const;

const v4CallsV2 = over<V4, V3, V2>(v4CallsV3, v3CallsV2);

/** What all versions say of themselves. */
export interface AnyModel {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
}

/**
 * A model of any version, of a target by that id, as the core speaks to it. A model of V4 is handed back as it is.
 * @throws UnsupportedFunctionalityError for a version that is not known
 */
export function asV4(model: AnyModel, targetId: string): Model {
  switch (model.specificationVersion) {
    case 'v4':
      return model as Model;
    case 'v3':
      return lifted(
        model as LanguageModelV3,
        calls<V4, V3>(checked(model as LanguageModelV3, targetId), v4CallsV3),
      );
    case 'v2':
      return lifted(
        model as LanguageModelV2,
        calls<V4, V2>(checked(model as LanguageModelV2, targetId), v4CallsV2),
      );
    case 'v1':
      return v1AsV4(model as LanguageModelV1, checked(model as LanguageModelV1, targetId));
    default:
      throw new UnsupportedFunctionalityError({
        functionality: `language model specification ${model.specificationVersion}`,
        message: `The model ${model.modelId} says it is of version "${model.specificationVersion}"; known are ${knownVersions.join(', ')}.`,
      });
  }
}

/**
 * Whether a model can be held to a JSON schema; undefined where it does not say. AI SDK 4 left the models that cannot to
 * the prompt; OpenAI-compatible models of later versions still say it, and drop the schema when they cannot.
 */
export const takesJsonSchema = (model: AnyModel): boolean | undefined => {
  const { specificationVersion, supportsStructuredOutputs, defaultObjectGenerationMode } =
    model as Partial<LanguageModelV1> & AnyModel;
  if (specificationVersion === 'v1')
    return supportsStructuredOutputs === true || defaultObjectGenerationMode === 'tool';
  return typeof supportsStructuredOutputs === 'boolean' ? supportsStructuredOutputs : undefined;
};

const lifted = (
  model: LanguageModelV2 | LanguageModelV3,
  made: Pick<Model, 'doGenerate' | 'doStream'>,
): Model => ({
  specificationVersion: 'v4',
  provider: model.provider,
  modelId: model.modelId,
  get supportedUrls() {
    return model.supportedUrls ?? {};
  },
  ...made,
});

function v1AsV4(model: LanguageModelV1, callee: Pick<LanguageModelV1, 'doGenerate' | 'doStream'>): Model {
  const inItsWay = over<V4, V2, V1>(v4CallsV2, v2CallsV1(model));
  const cross: Cross<V4, V1> = options => inItsWay(inWords(model, options));
  return {
    specificationVersion: 'v4',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: supportedUrlsOfV1(model),
    ...calls<V4, V1>({ ...callee, doStream }, cross),
  };

  /** V1 tells its warnings beside the stream; later versions begin it with them. */
  async function doStream(options: V1['options']): Promise<Streaming<V1['part']>> {
    const { stream, request, rawResponse, warnings = [] } = await callee.doStream(options);
    return {
      stream: convertStream<V1['part'], V1['part']>(stream.getReader(), part => [part], [
        { type: 'warnings', warnings },
      ]),
      request,
      response: rawResponse,
    };
  }
}
