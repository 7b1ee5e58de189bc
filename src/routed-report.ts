import type { RoutedReport } from './core/report.js';

/** The report of a whole run: like a call's, with the number of model calls it took. */
export type RunReport = RoutedReport & { readonly calls: number };

const nanoUsdPerUsd = 1e9;

interface Step {
  readonly providerMetadata?: unknown;
  /** AI SDK 4 before its last minor. */
  readonly experimental_providerMetadata?: unknown;
}

/**
 * Adds up what all steps of a `generateText` or `streamText` result took: the SDK's own metadata is the last step's alone.
 * Waits for the steps of a stream. What the last step says of target, tier and task stands for the run.
 * @throws TypeError when no step was answered through this package
 */
export async function routedReport(result: {
  readonly steps: PromiseLike<readonly Step[]> | readonly Step[];
}): Promise<RunReport> {
  const steps = await result.steps;
  const reports = steps.map(reportOf).filter(report => report !== null);
  const last = reports.at(-1);
  if (last === undefined) throw new TypeError('This result has no step that was answered by a routed model.');
  const sum = (figureOf: (report: RoutedReport) => number | null) => sumOf(reports.map(figureOf));
  const costNanoUsd = sum(report => report.costNanoUsd);
  // Whole nano-dollars add up exactly, fractions of a dollar do not.
  const baselineNanoUsd = sum(({ baselineCostUsd: usd }) =>
    usd === null ? null : Math.round(usd * nanoUsdPerUsd),
  );
  const toUsd = (nanoUsd: number | null) => (nanoUsd === null ? null : nanoUsd / nanoUsdPerUsd);
  return {
    ...last,
    calls: reports.length,
    attempts: reports.flatMap(report => report.attempts),
    queuedMs: sum(report => report.queuedMs) ?? 0,
    firstContentMs: reports[0]?.firstContentMs ?? null,
    latencyMs: sum(report => report.latencyMs) ?? 0,
    usage: {
      inputTokens: sum(report => report.usage.inputTokens),
      outputTokens: sum(report => report.usage.outputTokens),
      cacheReadTokens: sum(report => report.usage.cacheReadTokens),
      cacheWriteTokens: sum(report => report.usage.cacheWriteTokens),
      reasoningTokens: sum(report => report.usage.reasoningTokens),
    },
    costNanoUsd,
    costUsd: toUsd(costNanoUsd),
    baselineCostUsd: toUsd(baselineNanoUsd),
    savedUsd: costNanoUsd === null || baselineNanoUsd === null ? null : toUsd(baselineNanoUsd - costNanoUsd),
    estimated: reports.some(report => report.estimated),
  };
}

function reportOf({ providerMetadata, experimental_providerMetadata }: Step): RoutedReport | null {
  const metadata = (providerMetadata ?? experimental_providerMetadata) as
    | { routed?: RoutedReport }
    | undefined;
  return metadata?.routed ?? null;
}

/** Null as soon as one figure is unknown: a sum that leaves something out would be a wrong number. */
function sumOf(figures: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) return null;
    sum += figure;
  }
  return sum;
}
