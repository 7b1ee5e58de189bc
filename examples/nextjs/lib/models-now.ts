import { ownSandbox } from './own-sandbox';
import { routed } from './routed';

export interface ModelNow {
  readonly id: string;
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Attempts at it, and those that failed. */
  readonly requests: number;
  readonly errors: number;
  readonly outputUsdPerMTok: number | null;
  /** By the switch; always false with the real gateway. */
  readonly isBroken: boolean;
}

export interface ModelsNow {
  /** True: answers are simulated, and models can be broken. */
  readonly isSandbox: boolean;
  readonly models: readonly ModelNow[];
  readonly totals: { readonly calls: number; readonly costUsd: number; readonly savedUsd: number };
}

/** How the models do, as the provider of this process has seen it. */
export function modelsNow(): ModelsNow {
  const { targets, totals } = routed.report();
  const own = ownSandbox();
  return {
    isSandbox: own !== null,
    models: Object.entries(targets).map(([id, { circuit, requests, errors }]) => ({
      id,
      circuit,
      requests,
      errors,
      outputUsdPerMTok: usdPerMTok(routed.targets.get(id)?.price?.outputPicoUsd),
      isBroken: own?.broken.has(id) ?? false,
    })),
    totals: { calls: totals.calls, costUsd: totals.costUsd, savedUsd: totals.savedUsd },
  };
}

/** Prices are held in pico-dollars per token. */
const usdPerMTok = (picoUsd: number | undefined): number | null =>
  picoUsd === undefined ? null : picoUsd / 1e6;
