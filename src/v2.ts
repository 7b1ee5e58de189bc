import type { EmbeddingModelV2, LanguageModelV2, LanguageModelV2CallOptions } from 'provider-v2';
import type { OlderProvider } from './door.js';
import { olderDoor } from './door.js';
import type { RoutedOptions } from './options.js';
import { createRouted as createRoutedV4 } from './routed.js';
import { asV2, embeddingAsV2, v2CallsV4 } from './spec/as-v2.js';

export type { AnyLanguageModel } from './any-language-model.js';
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
export { StreamInterruptedError } from './core/stream-interrupted.js';
export type { Report } from './measure/report.js';
export type { RoutedOptions } from './options.js';
export { defaultTargets } from './presets/default-targets.js';
export { routedReport } from './routed-report.js';
export type { TargetOptions } from './target-options.js';

/**
 * The provider for AI SDK 5: `LanguageModelV2`. V2 has no place for: preliminary results of tools, results of
 * tools that were not declared, citations, custom parts, what a provider says of a file, how many tokens were written to
 * a cache (that is in `providerMetadata.routed`). A request for approval is an error there: nobody could answer it.
 */
export type RoutedProviderV2 = OlderProvider<
  LanguageModelV2,
  EmbeddingModelV2<string>,
  LanguageModelV2CallOptions
>;

/** As `createRouted` of the main entry, for AI SDK 5. @throws InvalidOptionsError */
export const createRouted = (options: RoutedOptions = {}): RoutedProviderV2 =>
  olderDoor(createRoutedV4(options), {
    languageModel: asV2,
    embeddingModel: embeddingAsV2,
    options: call => v2CallsV4(call).options,
  });

/** The default instance: HolySheep's gateway, built-in targets and routes. */
export const routed: RoutedProviderV2 = /* @__PURE__ */ createRouted({ name: 'default' });
