import type { PromptRules } from './rules.js';

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Ids that a family takes, each given out once: an id that fits stays, another becomes what is left of it and a hash of
 * all of it, so that the same history gets the same ids each time (and a prompt cache still hits).
 * `known`: the ids in the prompt, none of which a made one may meet.
 */
export function toolCallIds(
  { toolCallId: fits, toolCallIdLength }: PromptRules,
  known: Iterable<string>,
): (id: string) => string {
  const taken = new Set(known);
  const given = new Set<string>();
  return id => {
    let fitting = id;
    for (
      let number = 0;
      given.has(fitting) || (fitting !== id && taken.has(fitting)) || !fits.test(fitting);
      number++
    )
      fitting = made(id, number, toolCallIdLength);
    given.add(fitting);
    return fitting;
  };
}

const hashLength = 9;

/** At most `length` characters, of which nine are a hash: 36^9 is past 2^46, so two ids in a prompt hardly ever meet. */
function made(id: string, number: number, length: number): string {
  const room = length - hashLength - 1;
  const stem = id.replace(/[^a-zA-Z0-9]+/g, '_').slice(0, Math.max(room, 0));
  const hash = hashOf(`${id}#${number}`);
  return room > 0 ? `${stem}_${hash}` : hash;
}

/** FNV-1a twice over, from two offsets, as nine letters and digits. */
function hashOf(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    low = Math.imul(low ^ text.charCodeAt(index), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(index), 0x85ebca6b);
    high ^= high >>> 13;
  }
  let value = (high >>> 0) * 0x1_0000 + ((low >>> 0) & 0xffff) + ((low >>> 16) & 0xf) * 2 ** 48;
  let hash = '';
  for (let place = 0; place < hashLength; place++) {
    hash += digits[value % digits.length];
    value = Math.floor(value / digits.length);
  }
  return hash;
}
