import type { EmbeddingModelV4, ProviderV4 } from '@ai-sdk/provider';
import { NoSuchModelError } from '@ai-sdk/provider';
import type { Explanation, Verdict } from './ask.js';
import { createAsk } from './ask.js';
import type { RoutedCallOptions } from './call-options.js';
import { modelSettings, settingsRoot } from './call-options.js';
import type { CallSettings, Wanted } from './core/call.js';
import type { Model, ModelOptions } from './core/model.js';
import { specificationVersion } from './core/model.js';
import type { Target } from './core/target.js';
import { createEmbeddingModels } from './embedding-models.js';
import { checkFeedback, type Feedback } from './feedback.js';
import type { Observed } from './layers/call/observe/observe.js';
import type { Ledger } from './ledger/ledger.js';
import type { LedgerParts } from './make-ledger.js';
import type { Parts } from './make-parts.js';
import type { Report } from './measure/report.js';
import type { ReportBook } from './measure/report-book.js';
import { createModelNames } from './model-names.js';
import { readReport } from './read-report.js';
import { routedModel } from './routed-model.js';
import { supportedUrls } from './supported-urls.js';

/** A provider of the AI SDK whose models choose for themselves; and what it knows, without calling anything. */
export interface RoutedProvider extends ProviderV4 {
  /** `auto`, a tier, a target, an alias, or `<preset>/<model id>`. @throws NoSuchModelError with the nearest names */
  (modelId: string, settings?: RoutedCallOptions): Model;
  languageModel(modelId: string, settings?: RoutedCallOptions): Model;
  chat(modelId: string, settings?: RoutedCallOptions): Model;
  embeddingModel(modelId: string): EmbeddingModelV4;
  /** There are none. @throws NoSuchModelError */
  imageModel(modelId: string): never;
  /** As `imageModel`. */
  transcriptionModel(modelId: string): never;
  /** As `imageModel`. */
  speechModel(modelId: string): never;
  /** As `imageModel`. */
  rerankingModel(modelId: string): never;
  /** How a call would be judged. Calls no model. */
  classify(ask: ModelOptions | string): Verdict;
  /** The plan of a call: candidates in order, and those left out with the reason. Calls no model. */
  explain(ask: ModelOptions | string, options?: RoutedCallOptions): Explanation;
  /**
   * Says how good the answer of a call was, by the `callId` of `providerMetadata.routed` and of events: 1 is as good as can
   * be, 0 is of no use. Said again, it takes the place of what was said before. False, and nothing is kept: `learning` is
   * off, the call's target was forced, or this process did not answer it in the last day, or 10,000 calls ago.
   * Rejects with InvalidOptionsError for anything else than an id and a score in 0..1; never because of the store.
   */
  feedback(callId: string, feedback: Feedback): Promise<boolean>;
  /** What this process has done so far, through all instances of this name. */
  report(): Report;
  /** The last calls, and who wants to be told of the next; through all instances of this name. */
  readonly ledger: Ledger;
  /** The targets by id, with what is known of each. */
  readonly targets: ReadonlyMap<string, Target>;
  /** Other names of targets. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Lets go of what the instance holds; calls in flight finish. */
  close(): Promise<void>;
}

export interface ProviderParts extends Parts {
  readonly road: Observed;
  readonly book: ReportBook;
  readonly books: LedgerParts;
}

/** Of these kinds there are none. @throws NoSuchModelError */
const noModels =
  (modelType: 'imageModel' | 'transcriptionModel' | 'speechModel' | 'rerankingModel') =>
  (modelId: string): never => {
    throw new NoSuchModelError({ modelId, modelType });
  };

/** The provider of an instance: a function that is a full `ProviderV4`, and what can be asked of it. */
export function createProvider(parts: ProviderParts): RoutedProvider {
  const { kit, planning, road, maker, judge } = parts;
  const { table } = planning;
  const names = createModelNames(table, maker);
  const ask = createAsk(parts);
  const embeddings = createEmbeddingModels(maker, kit);
  let urls: Model['supportedUrls'] | undefined;

  function wantedBy(modelId: string): (settings: CallSettings, root: string) => Wanted {
    const byId = names.find(modelId);
    if (byId === null)
      throw new NoSuchModelError({ modelId, modelType: 'languageModel', message: names.noSuch(modelId) });
    return (settings, root) => {
      if (settings.target !== null) return names.targetOption(settings.target, `${root}.target`);
      return settings.tier !== null && byId.kind !== 'target' ? { kind: 'tier', tier: settings.tier } : byId;
    };
  }

  function languageModel(modelId: string, settings?: RoutedCallOptions): Model {
    return routedModel({
      world: kit.world,
      road,
      modelId,
      settings: modelSettings(settings),
      wantedBy: wantedBy(modelId),
      supportedUrls: () => {
        urls ??= supportedUrls([...table.targets.values()]);
        return urls;
      },
    });
  }

  return Object.assign((modelId: string, settings?: RoutedCallOptions) => languageModel(modelId, settings), {
    specificationVersion,
    languageModel,
    chat: languageModel,
    embeddingModel: (modelId: string): EmbeddingModelV4 => embeddings.of(modelId),
    imageModel: noModels('imageModel'),
    transcriptionModel: noModels('transcriptionModel'),
    speechModel: noModels('speechModel'),
    rerankingModel: noModels('rerankingModel'),
    classify: ask.classify,
    explain(call: ModelOptions | string, options?: RoutedCallOptions): Explanation {
      const settings = modelSettings(options);
      return ask.explain(
        call,
        settings.target ?? settings.tier ?? 'auto',
        wantedBy('auto')(settings, settingsRoot),
        settings,
      );
    },
    async feedback(callId: string, feedback: Feedback): Promise<boolean> {
      const { score } = checkFeedback(callId, feedback);
      return kit.quality?.feedback(callId, score) ?? false;
    },
    report() {
      const others = judge === null ? names.made() : [judge.target, ...names.made()];
      return readReport(kit, parts, { listed: table.targets, others });
    },
    ledger: parts.books.ledger,
    targets: table.targets,
    aliases: table.aliases,
    close: async () => {},
  });
}
