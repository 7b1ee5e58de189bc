import type { Traits } from '../core/traits.js';
import { markOf } from './mark-of.js';

/** Whose ask it is. */
export interface Asker {
  readonly callId: string;
  readonly tenant: string;
  readonly session: string | null;
}

/** Finds the call whose answer did not do, because its ask comes again. Keeps hashes, no text. */
export interface RepeatedAsks {
  /** The id of the call that was asked the same before; null: there was none, or this is no new try of it. */
  note(asker: Asker, traits: Traits, hasEndedLately: (callId: string) => boolean): string | null;
}

interface Asked {
  readonly callId: string;
  readonly turns: number;
  readonly promptCharacters: number;
  /** It repeated another one itself. */
  readonly isRepeat: boolean;
}

const mostAsks = 10_000;
/** "Yes" and "go on" are said again and again, and mean something new each time. */
const tellingCharacters = 20;

/**
 * An ask comes again when a complaint about its answer follows, when the same conversation is sent once more, or when it
 * is said once more further down. A single message that says neither tenant nor session may be anybody's, and who asks
 * the same all day is a machine: neither counts, but for the first time.
 */
export function createRepeatedAsks(): RepeatedAsks {
  const asks = new Map<string, Asked>();

  function isAnotherTry(before: Asked, { tenant, session }: Asker, traits: Traits): boolean {
    const { turns, promptCharacters, step, ask } = traits;
    if (step === 'repair') return turns > before.turns;
    if (before.isRepeat) return false;
    if (turns > before.turns) return ask.length >= tellingCharacters;
    const isTheSame = turns === before.turns && promptCharacters === before.promptCharacters;
    return isTheSame && (tenant !== '' || session !== null || turns > 1);
  }

  return {
    note(asker, traits, hasEndedLately) {
      const { step, toolResults, ask, turns, promptCharacters } = traits;
      // A tool that failed is no complaint of the user's.
      if (ask === '' || (step !== 'ask' && (step !== 'repair' || toolResults > 0))) return null;
      const mark = markOf(`${asker.tenant}\n${asker.session ?? ''}\n${ask}`);
      const before = asks.get(mark);
      const isLate = before === undefined || !hasEndedLately(before.callId);
      const isRepeat = !isLate && isAnotherTry(before, asker, traits);
      const goesOn = !isLate && before.isRepeat;
      asks.delete(mark);
      asks.set(mark, { callId: asker.callId, turns, promptCharacters, isRepeat: isRepeat || goesOn });
      const [oldest] = asks.keys();
      if (asks.size > mostAsks && oldest !== undefined) asks.delete(oldest);
      return isRepeat ? before.callId : null;
    },
  };
}
