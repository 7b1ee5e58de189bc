import type { EmbeddingModelV1, LanguageModelV1, LanguageModelV1CallOptions } from 'provider-v1';
import { systemWorld } from './core/world.js';
import type { OlderProvider } from './door.js';
import { olderDoor } from './door.js';
import type { RoutedOptions } from './options.js';
import { createRouted as createRoutedV4 } from './routed.js';
import { asV1, embeddingAsV1, v1CallsV4 } from './spec/as-v1.js';
import { createToolCallMemory } from './spec/v1-v2/tool-call-memory.js';

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
 * The provider for AI SDK 4: `LanguageModelV1`. V1 has no place for: tools that a provider executes and their results,
 * documents as sources, citations, custom parts, what a provider says of a text or a file, what a call's usage says of
 * caches and reasoning (that is in `providerMetadata.routed`). What a provider said of its tool calls is remembered for ten minutes, in this process.
 */
export type RoutedProviderV1 = OlderProvider<
  LanguageModelV1,
  EmbeddingModelV1<string>,
  LanguageModelV1CallOptions
>;

/** As `createRouted` of the main entry, for AI SDK 4. @throws InvalidOptionsError */
export function createRouted(options: RoutedOptions = {}): RoutedProviderV1 {
  const memory = createToolCallMemory((options.world ?? systemWorld).monotonicMs);
  return olderDoor(createRoutedV4(options), {
    languageModel: model => asV1(model, memory),
    embeddingModel: embeddingAsV1,
    options: call => v1CallsV4(memory)(call).options,
  });
}

/** The default instance: HolySheep's gateway, built-in targets and routes. */
export const routed: RoutedProviderV1 = /* @__PURE__ */ createRouted({ name: 'default' });
