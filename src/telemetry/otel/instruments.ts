import type { Meter } from '@opentelemetry/api';

const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokens = Array.from({ length: 14 }, (_, index) => 4 ** index);

export type Instruments = ReturnType<typeof createInstruments>;

/**
 * Names, units and buckets as in open-telemetry/semantic-conventions-genai (client-inference.md, gen-ai-token-metrics.md),
 * which are in development: `gen_ai.client.operation.duration` became `...inference.duration` there, and
 * `gen_ai.client.token.usage` was split into counters for totals (`...inference.usage.*`) and histograms for percentiles
 * (`...inference.operation.*`). An earlier draft had histograms under the counters' names. Money has no name in them.
 */
export function createInstruments(meter: Meter) {
  const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(`gen_ai.client.inference.${name}`, {
      unit,
      description,
      advice: { explicitBucketBoundaries },
    });
  const tokenCounter = (name: string) =>
    meter.createCounter(`gen_ai.client.inference.usage.${name}`, {
      unit: '{token}',
      description: 'Tokens used.',
    });
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(`routed.${name}`, { unit, description });

  return {
    duration: histogram('duration', 's', 'Time of an inference, from sending to its end.', seconds),
    firstChunk: histogram('time_to_first_chunk', 's', 'Time to the first content of a stream.', seconds),
    inputTokens: histogram('operation.input_tokens', '{token}', 'Input tokens of an inference.', tokens),
    outputTokens: histogram('operation.output_tokens', '{token}', 'Output tokens of an inference.', tokens),
    usage: {
      inputTokens: tokenCounter('input_tokens'),
      outputTokens: tokenCounter('output_tokens'),
      cacheReadTokens: tokenCounter('cache_read.input_tokens'),
      cacheWriteTokens: tokenCounter('cache_write.input_tokens'),
      reasoningTokens: tokenCounter('reasoning.output_tokens'),
    },
    calls: counter('calls', '{call}', 'Calls that have ended.'),
    cost: counter('cost', '{USD}', 'What attempts cost, judges and losers of a race included.'),
    retries: counter('retries', '{attempt}', 'Attempts at the same target again.'),
    failovers: counter('failovers', '{attempt}', 'Attempts at another target.'),
    refusals: counter('refusals', '{attempt}', 'Attempts that were refused before they were sent.'),
    // It falls where a call cost more than the baseline.
    saved: meter.createUpDownCounter('routed.saved', {
      unit: '{USD}',
      description: 'What was saved against the baseline.',
    }),
  };
}
