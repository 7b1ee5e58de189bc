/** Controls, and marks that turn the direction of what stands around them or have no width: first and last of each range. */
const unseen: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
];

const isUnseen = (code: number): boolean => unseen.some(([first, last]) => code >= first && code <= last);

/** A name as it can be shown: what would not be seen, or would turn round what is, is written out; long ones are cut. */
export function visible(text: string, mostCharacters = 200): string {
  const kept = text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
  return Array.from(kept, one => {
    const code = one.codePointAt(0) as number;
    return isUnseen(code) ? `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩` : one;
  }).join('');
}
