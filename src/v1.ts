import { NoSuchModelError } from '@ai-sdk/provider';
import type { EmbeddingModelV1, LanguageModelV1, LanguageModelV1CallOptions, ProviderV1 } from 'provider-v1';
import type { RoutedCallOptions } from './call-options.js';
import type { RoutedOptions } from './options.js';
import type { RoutedProvider } from './provider.js';
import { createRouted as createRoutedV4 } from './routed.js';
import { asV1, optionsFromV1 } from './spec/as-v1.js';
import { embeddingAsV1 } from './spec/embedding-as-v1.js';

export type { RoutedCallOptions } from './call-options.js';
export {
  AllTargetsFailedError,
  BudgetExceededError,
  CircuitOpenError,
  DeadlineExceededError,
  InvalidOptionsError,
  NoTargetFitsError,
  QueueFullError,
  RefusedError,
} from './core/errors.js';
export type { RoutedEvent } from './core/events.js';
export type { RoutedReport } from './core/report.js';
export type { Report } from './measure/report.js';
export type { RoutedOptions } from './options.js';
export { defaultTargets } from './presets/default-targets.js';
export { routedReport } from './routed-report.js';

/** What can be asked without calling a model is the same behind every door. */
type Shared = Pick<RoutedProvider, 'report' | 'targets' | 'aliases' | 'close'>;

/** The provider for AI SDK 4: `LanguageModelV1`. */
export interface RoutedProviderV1 extends Shared, Pick<ProviderV1, 'textEmbeddingModel'> {
  /** `auto`, a tier, a target, an alias, or `<preset>/<model id>`. @throws NoSuchModelError with the nearest names */
  (modelId: string, settings?: RoutedCallOptions): LanguageModelV1;
  languageModel(modelId: string, settings?: RoutedCallOptions): LanguageModelV1;
  chat(modelId: string, settings?: RoutedCallOptions): LanguageModelV1;
  embeddingModel(modelId: string): EmbeddingModelV1<string>;
  /** There are none. @throws NoSuchModelError */
  imageModel(modelId: string): never;
  classify(ask: LanguageModelV1CallOptions | string): ReturnType<RoutedProvider['classify']>;
  explain(
    ask: LanguageModelV1CallOptions | string,
    options?: RoutedCallOptions,
  ): ReturnType<RoutedProvider['explain']>;
}

/** As `createRouted` of the main entry, for AI SDK 4. @throws InvalidOptionsError */
export const createRouted = (options: RoutedOptions = {}): RoutedProviderV1 =>
  providerV1(createRoutedV4(options));

/** The default instance: HolySheep's gateway, built-in targets and routes. */
export const routed: RoutedProviderV1 = /* @__PURE__ */ createRouted({ name: 'default' });

function providerV1(routedV4: RoutedProvider): RoutedProviderV1 {
  const languageModel = (modelId: string, settings?: RoutedCallOptions) => asV1(routedV4(modelId, settings));
  const embeddingModel = (modelId: string) => embeddingAsV1(routedV4.embeddingModel(modelId));
  const up = (ask: LanguageModelV1CallOptions | string) =>
    typeof ask === 'string' ? ask : optionsFromV1(ask);
  const { report, targets, aliases, close } = routedV4;
  return Object.assign((modelId: string, settings?: RoutedCallOptions) => languageModel(modelId, settings), {
    languageModel,
    chat: languageModel,
    embeddingModel,
    textEmbeddingModel: embeddingModel,
    imageModel(modelId: string): never {
      throw new NoSuchModelError({ modelId, modelType: 'imageModel' });
    },
    classify: (ask: LanguageModelV1CallOptions | string) => routedV4.classify(up(ask)),
    explain: (ask: LanguageModelV1CallOptions | string, options?: RoutedCallOptions) =>
      routedV4.explain(up(ask), options),
    report,
    targets,
    aliases,
    close,
  });
}
