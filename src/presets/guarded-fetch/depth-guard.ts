/** No answer of a model is nested like this; parsers and validators recurse, and a deeper body could end the process. */
const deepest = 512;

const quote = 0x22;
const backslash = 0x5c;

/** Follows the nesting of a JSON text as its bytes come by. */
export function createDepthGuard(): { isTooDeep(bytes: Uint8Array): boolean } {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  return {
    isTooDeep(bytes) {
      for (let index = 0; index < bytes.length; index++) {
        const byte = bytes[index] as number;
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (byte === backslash) isEscaped = true;
          else if (byte === quote) isInString = false;
        } else if (byte === quote) isInString = true;
        // `[` and `{` differ in one bit, and so do `]` and `}`.
        else if ((byte | 0x20) === 0x7b) {
          if (++depth > deepest) return true;
        } else if ((byte | 0x20) === 0x7d) depth--;
      }
      return false;
    },
  };
}
