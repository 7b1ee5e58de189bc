import type { Attributes } from '@opentelemetry/api';
import { providerName } from './provider-name.js';

export interface Labels {
  /** Whose attempt it was, for a metric. */
  of(target: string, model: string, provider: string): Attributes;
  /** A target by name alone. */
  target(id: string): string;
  /** The name of an error, which an application may make up. */
  error(name: string): string;
}

/** Ids come from callers where they name `<preset>/<any id>`: beyond these many, each is `other`. */
const mostNames = 100;
const other = 'other';

/** Names in metrics, so few that a backend can keep a series of each. */
export function boundedLabels(): Labels {
  const targets = new Set<string>();
  const errors = new Set<string>();
  const attempts = new Map<string, Attributes>();
  const otherAttempt = labelsOf(other, other, other);

  return {
    of(target, model, provider) {
      const key = `${provider}\n${model}\n${target}`;
      let labels = attempts.get(key);
      if (labels !== undefined) return labels;
      if (attempts.size >= mostNames) return otherAttempt;
      labels = labelsOf(target, model, providerName(provider));
      attempts.set(key, labels);
      return labels;
    },
    target: id => within(targets, id),
    error: name => within(errors, name),
  };
}

function within(known: Set<string>, name: string): string {
  if (known.has(name)) return name;
  if (known.size >= mostNames) return other;
  known.add(name);
  return name;
}

const labelsOf = (target: string, model: string, provider: string): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': provider,
  'gen_ai.request.model': model,
  'routed.target': target,
});
