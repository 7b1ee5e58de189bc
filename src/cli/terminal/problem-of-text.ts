/** Why a file whose first bytes these are holds no lines that can be read; null: it may well hold some. */
export function problemOf(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'is empty';
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return 'is UTF-16 text: save it as UTF-8';
  return bytes.includes(0) ? 'is a binary file, no text in UTF-8' : null;
}
