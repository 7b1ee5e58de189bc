import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { checkAsk } from './ask.js';
import type { RoutedCallOptions } from './call-options.js';
import type { Model, ModelOptions } from './core/model.js';
import type { RoutedProvider } from './provider.js';

/** How models of ours, and the options of calls, are put for an older AI SDK. */
export interface Older<LanguageModel, EmbeddingModel, CallOptions> {
  readonly languageModel: (model: Model) => LanguageModel;
  readonly embeddingModel: (model: EmbeddingModelV4) => EmbeddingModel;
  /** For what is asked without calling a model. */
  readonly options: (options: CallOptions) => ModelOptions;
}

/** The provider as an older AI SDK has it: the same names, and what is asked without calling a model is the same. */
export interface OlderProvider<LanguageModel, EmbeddingModel, CallOptions>
  extends Pick<
    RoutedProvider,
    | 'imageModel'
    | 'transcriptionModel'
    | 'speechModel'
    | 'rerankingModel'
    | 'feedback'
    | 'report'
    | 'ledger'
    | 'targets'
    | 'aliases'
    | 'close'
  > {
  /** `auto`, a tier, a target, an alias, or `<preset>/<model id>`. @throws NoSuchModelError with the nearest names */
  (modelId: string, settings?: RoutedCallOptions): LanguageModel;
  languageModel(modelId: string, settings?: RoutedCallOptions): LanguageModel;
  chat(modelId: string, settings?: RoutedCallOptions): LanguageModel;
  embeddingModel(modelId: string): EmbeddingModel;
  textEmbeddingModel(modelId: string): EmbeddingModel;
  classify(ask: CallOptions | string): ReturnType<RoutedProvider['classify']>;
  explain(ask: CallOptions | string, options?: RoutedCallOptions): ReturnType<RoutedProvider['explain']>;
}

/** Puts an older door before the provider. It converts, and decides nothing. */
export function olderDoor<LanguageModel, EmbeddingModel, CallOptions extends object>(
  routed: RoutedProvider,
  older: Older<LanguageModel, EmbeddingModel, CallOptions>,
): OlderProvider<LanguageModel, EmbeddingModel, CallOptions> {
  const languageModel = (modelId: string, settings?: RoutedCallOptions) =>
    older.languageModel(routed(modelId, settings));
  const embeddingModel = (modelId: string) => older.embeddingModel(routed.embeddingModel(modelId));
  const up = (ask: CallOptions | string) => {
    checkAsk(ask);
    return typeof ask === 'string' ? ask : older.options(ask);
  };
  const {
    imageModel,
    transcriptionModel,
    speechModel,
    rerankingModel,
    feedback,
    report,
    ledger,
    targets,
    aliases,
    close,
  } = routed;
  return Object.assign((modelId: string, settings?: RoutedCallOptions) => languageModel(modelId, settings), {
    languageModel,
    chat: languageModel,
    embeddingModel,
    textEmbeddingModel: embeddingModel,
    imageModel,
    transcriptionModel,
    speechModel,
    rerankingModel,
    classify: (ask: CallOptions | string) => routed.classify(up(ask)),
    explain: (ask: CallOptions | string, options?: RoutedCallOptions) => routed.explain(up(ask), options),
    feedback,
    report,
    ledger,
    targets,
    aliases,
    close,
  });
}
