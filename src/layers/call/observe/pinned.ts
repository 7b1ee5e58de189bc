import type { Call } from '../../../core/call.js';
import type { ModelContent, ModelPart } from '../../../core/model.js';
import { withPin } from '../../../prompt/loop/pin.js';

/**
 * A part on its way up: a tool call takes along which target made it, and in which tier, so that the next step of the
 * loop goes there. Nothing is written where the caller forced the target.
 */
export function pinned<Part extends ModelContent | ModelPart>(part: Part, { trail }: Call): Part {
  if (part.type !== 'tool-call') return part;
  const { winner, decision } = trail;
  if (winner === null || decision === null) return part;
  return withPin(part, { target: winner.id, tier: decision.tier }) as Part;
}
