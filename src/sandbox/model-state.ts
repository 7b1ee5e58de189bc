import type { Exchange } from './exchange.js';
import { embeddingModels, type ModelProfile, modelProfileSchema } from './profiles.js';
import { createPromptCache, type PromptCache } from './prompt-cache.js';
import { createRateLimit, type RateLimit } from './rate-limit.js';

/** A model of the sandbox and all that it remembers. */
export interface ModelState {
  readonly id: string;
  readonly kind: 'chat' | 'embedding';
  readonly profile: ModelProfile;
  readonly rateLimit: RateLimit;
  readonly promptCache: PromptCache;
  readonly inFlight: Set<Exchange>;
}

export function createModelStates(profiles: Readonly<Record<string, ModelProfile>>): Map<string, ModelState> {
  const create = (id: string, kind: ModelState['kind'], profile: ModelProfile): [string, ModelState] => [
    id,
    {
      id,
      kind,
      profile,
      rateLimit: createRateLimit(id, profile),
      promptCache: createPromptCache(),
      inFlight: new Set(),
    },
  ];
  const embedding = modelProfileSchema.parse({ firstTokenMs: 20 });
  return new Map([
    ...[...embeddingModels.keys()].map(id => create(id, 'embedding', embedding)),
    ...Object.entries(profiles).map(([id, profile]) => create(id, 'chat', profile)),
  ]);
}
