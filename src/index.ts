export type { AnyLanguageModel } from './any-language-model.js';
export type { ExplainedCandidate, ExplainedCascade, Explanation, Verdict } from './ask.js';
export type { RoutedCallOptions } from './call-options.js';
export type { DecidingFeature } from './classify/deciding-features.js';
export type { AttemptRecord } from './core/call.js';
export type { Classification, Classifier, Tier } from './core/classification.js';
export type { LeftOut } from './core/errors.js';
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
export type { ErrorClass, Usage } from './core/outcome.js';
export type { RoutedReport } from './core/report.js';
export { StreamInterruptedError } from './core/stream-interrupted.js';
export type { Target } from './core/target.js';
export type { Traits } from './core/traits.js';
export type { World } from './core/world.js';
export type { Ledger } from './ledger/ledger.js';
export type { LedgerRecord, LedgerSink } from './ledger/ledger-record.js';
export type { CircuitChange } from './measure/circuit-history.js';
export type { Report } from './measure/report.js';
export type { RoutedOptions, RouteEntry } from './options.js';
export { defaultTargets } from './presets/default-targets.js';
export type { RoutedProvider } from './provider.js';
export type { CallRecord, RecordSink } from './record/call-record.js';
export type { Candidate, Strategy } from './route/candidate.js';
export { createRouted, routed } from './routed.js';
export { routedReport } from './routed-report.js';
export { asV4 } from './spec/as-v4.js';
export type { Op, Store } from './store/store.js';
export type { TargetOptions } from './target-options.js';
