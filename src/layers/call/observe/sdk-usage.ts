import type { ModelUsage } from '../../../core/model.js';
import type { RoutedReport } from '../../../core/report.js';

/** The usage of a report, in the words of the SDK. */
export function usageOf({ usage }: Pick<RoutedReport, 'usage'>): ModelUsage {
  return {
    inputTokens: {
      total: usage.inputTokens ?? undefined,
      noCache: undefined,
      cacheRead: usage.cacheReadTokens ?? undefined,
      cacheWrite: usage.cacheWriteTokens ?? undefined,
    },
    outputTokens: {
      total: usage.outputTokens ?? undefined,
      text: undefined,
      reasoning: usage.reasoningTokens ?? undefined,
    },
  };
}

/**
 * What the SDK is told of an answer's tokens: what its target told, but for figures that cannot be, which are put right
 * as in the report. What was not told stays so: an estimate is for the report alone.
 */
export function sdkUsage(told: ModelUsage, report: RoutedReport): ModelUsage {
  if (!report.estimated) return told;
  try {
    return readable(told, usageOf(report));
  } catch {
    // A trap told nothing.
    return { inputTokens: noInput, outputTokens: noOutput };
  }
}

function readable(told: ModelUsage, counted: ModelUsage): ModelUsage {
  const { inputTokens, outputTokens, ...rest } = (told ?? {}) as Partial<ModelUsage>;
  return {
    ...rest,
    inputTokens: isObject(inputTokens) ? sound(inputTokens, counted.inputTokens) : noInput,
    outputTokens: isObject(outputTokens) ? sound(outputTokens, counted.outputTokens) : noOutput,
  };
}

const noInput = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
const noOutput = { total: undefined, text: undefined, reasoning: undefined };

/** A model may leave them out, whatever the types say. */
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** As told, where each figure is the one that was counted with; else as counted, so that the parts fit the whole. */
function sound<Figures extends object>(told: Figures, counted: Figures): Figures {
  const names = Object.keys(counted) as (keyof Figures)[];
  // What was not counted with, a rest that the model worked out itself, is no evidence.
  const isSound = names
    .filter(name => name !== 'noCache' && name !== 'text')
    .every(name => told[name] === undefined || told[name] === null || told[name] === counted[name]);
  return isSound ? told : counted;
}
