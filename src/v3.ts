import type { EmbeddingModelV3, LanguageModelV3, LanguageModelV3CallOptions } from 'provider-v3';
import type { OlderProvider } from './door.js';
import { olderDoor } from './door.js';
import type { RoutedOptions } from './options.js';
import { createRouted as createRoutedV4 } from './routed.js';
import { asV3, embeddingAsV3 } from './spec/as-v3.js';
import { v3CallsV4 } from './spec/v3-v4/cross.js';

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
 * The provider for AI SDK 6: `LanguageModelV3`. V3 has no place for: custom parts, files of reasoning, files that are
 * only a URL, each named in a warning; and citations, which go.
 */
export interface RoutedProviderV3
  extends OlderProvider<LanguageModelV3, EmbeddingModelV3, LanguageModelV3CallOptions> {
  readonly specificationVersion: 'v3';
}

/** As `createRouted` of the main entry, for AI SDK 6. @throws InvalidOptionsError */
export const createRouted = (options: RoutedOptions = {}): RoutedProviderV3 =>
  Object.assign(
    olderDoor(createRoutedV4(options), {
      languageModel: asV3,
      embeddingModel: embeddingAsV3,
      options: (call: LanguageModelV3CallOptions) => v3CallsV4(call).options,
    }),
    { specificationVersion: 'v3' as const },
  );

/** The default instance: HolySheep's gateway, built-in targets and routes. */
export const routed: RoutedProviderV3 = /* @__PURE__ */ createRouted({ name: 'default' });
