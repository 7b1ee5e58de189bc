import { z } from 'zod/v4';
import { InvalidOptionsError } from '../core/errors.js';
import { parseOptions } from '../core/parse-options.js';
import type { Random } from './random.js';

const hits = {
  times: z.int().positive().optional().describe('Clears itself after so many requests.'),
  probabilityRatio: z.number().min(0).max(1).optional().describe('Share of requests it hits, from the seed.'),
};
const headers = z.record(z.string(), z.string()).optional();
const afterChunks = z.int().nonnegative().describe('Events sent before it; the first only names the role.');
const status = z.int().min(200).max(599);

/** What can go wrong with an answer. */
const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status, body: z.unknown().optional(), headers, ...hits }),
  z.strictObject({ kind: z.literal('reset'), ...hits }),
  z.strictObject({ kind: z.literal('hang'), ...hits }),
  z.strictObject({ kind: z.literal('hang-after-headers'), status: status.optional(), ...hits }),
  z.strictObject({ kind: z.literal('cut'), afterChunks, ...hits }),
  z.strictObject({ kind: z.literal('error-event'), afterChunks, ...hits }),
  z.strictObject({ kind: z.literal('no-finish'), afterChunks, ...hits }),
  z.strictObject({ kind: z.literal('stall'), afterChunks, ...hits }),
  z.strictObject({
    kind: z.literal('slow'),
    firstTokenMs: z.number().nonnegative(),
    tokensPerSecond: z.number().positive().optional(),
    ...hits,
  }),
  z.strictObject({
    kind: z.literal('body'),
    status: status.optional(),
    contentType: z.string(),
    body: z.string(),
    ...hits,
  }),
  z.strictObject({ kind: z.literal('redirect'), location: z.string(), status: status.optional(), ...hits }),
  z.strictObject({ kind: z.literal('rate-limit'), retryAfterSeconds: z.number().nonnegative(), ...hits }),
  z.strictObject({ kind: z.literal('open-after-finish'), ...hits }),
  z.strictObject({ kind: z.literal('pings'), ...hits }),
  z.strictObject({ kind: z.literal('empty-deltas'), ...hits }),
]);

/**
 * - `status`: an error answer; `body` a text, or any JSON; without one, an error of the usual shape.
 * - `reset`: the socket is destroyed before any header. Setting it destroys the model's sockets in flight too.
 * - `hang`: the request is read and never answered. `hang-after-headers`: headers, then nothing.
 * - `cut`, `stall`: the connection is destroyed, or goes silent, in the middle of the answer.
 * - `error-event`: an error object in the middle of a stream. `no-finish`: a clean end without a finish reason.
 * - `slow`: a late first token, whatever `latencyRatio` is.
 * - `body`: a body of your own. `redirect`: 307 or your own status. `rate-limit`: a 429 with `retry-after`.
 * - `open-after-finish`: all is sent, and the connection stays open.
 * - `pings`, `empty-deltas`: comments, or deltas without content, for ever.
 *
 * An answer that is not a stream has two chunks: `afterChunks: 0` sends none of it, more sends half.
 */
export type SandboxFault = z.input<typeof faultSchema>;

export interface FaultTable {
  /**
   * Null clears the model's fault, and with '*' all of them.
   * @throws InvalidOptionsError when the model is unknown or the fault is not one.
   */
  set(modelId: string, fault: SandboxFault | null): void;
  /** The fault that hits this request of the model, if any; '*' hits where the model has none of its own. */
  take(modelId: string): SandboxFault | null;
}

export function createFaultTable(modelIds: ReadonlySet<string>, random: Random): FaultTable {
  const table = new Map<string, { readonly fault: SandboxFault; left: number }>();

  const takeOf = (key: string): SandboxFault | null => {
    const set = table.get(key);
    if (set === undefined) return null;
    const { probabilityRatio } = set.fault;
    if (probabilityRatio !== undefined && random() >= probabilityRatio) return null;
    set.left--;
    if (set.left === 0) table.delete(key);
    return set.fault;
  };

  return {
    set(modelId, fault) {
      if (modelId !== '*' && !modelIds.has(modelId)) {
        const allowed = ['*', ...modelIds];
        throw new InvalidOptionsError({
          path: 'modelId',
          problem: `no model ${modelId} in this sandbox`,
          allowed,
        });
      }
      if (fault === null) {
        if (modelId === '*') table.clear();
        table.delete(modelId);
        return;
      }
      const parsed = parseOptions(faultSchema, fault, 'fault');
      table.set(modelId, { fault: parsed, left: parsed.times ?? Number.POSITIVE_INFINITY });
    },
    take: modelId => takeOf(table.has(modelId) ? modelId : '*'),
  };
}
