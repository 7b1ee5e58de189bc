const blockBytes = 64;

/**
 * SHA-256 of a text's UTF-8 bytes, or with a key its HMAC, as 64 hexadecimal digits. Synchronous, which the platform's own
 * is not. FIPS 180-4 and RFC 2104.
 */
export function sha256Of(text: string, key?: string): string {
  const bytes = new TextEncoder().encode(text);
  if (key === undefined) return toHex(sha256(bytes));
  const given = new TextEncoder().encode(key);
  const padded = new Uint8Array(blockBytes);
  padded.set(given.length > blockBytes ? sha256(given) : given);
  const inner = sha256(
    joined(
      padded.map(byte => byte ^ 0x36),
      bytes,
    ),
  );
  return toHex(
    sha256(
      joined(
        padded.map(byte => byte ^ 0x5c),
        inner,
      ),
    ),
  );
}

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** The first 64 primes, from whose roots the standard takes its constants. */
let primes: readonly number[] | undefined;

function firstPrimes(): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < 64; candidate++)
    if (found.every(prime => candidate % prime !== 0)) found.push(candidate);
  return found;
}

/** The first 32 bits behind the point; a double has twenty more than are needed. */
const fractionBits = (root: number): number => Math.floor((root % 1) * 2 ** 32);

function sha256(message: Uint8Array): Uint8Array {
  primes ??= firstPrimes();
  const rounds = Int32Array.from(primes, prime => fractionBits(Math.cbrt(prime)) | 0);
  const state = Int32Array.from(primes.slice(0, 8), prime => fractionBits(Math.sqrt(prime)) | 0);
  const padded = new Uint8Array((((message.length + 8) >> 6) + 1) * blockBytes);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, message.length * 8);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  const words = new Int32Array(64);
  for (let at = 0; at < padded.length; at += blockBytes) {
    for (let index = 0; index < 16; index++) words[index] = view.getInt32(at + index * 4);
    mix(words, rounds, state);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => void digest.setInt32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** One block of sixteen words into the state; `words` has room for 64. */
function mix(words: Int32Array, rounds: Int32Array, state: Int32Array): void {
  for (let index = 16; index < 64; index++) {
    const early = words[index - 15]!;
    const late = words[index - 2]!;
    const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[index] = words[index - 16]! + small0 + words[index - 7]! + small1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let index = 0; index < 64; index++) {
    const big1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + rounds[index]! + words[index]!) | 0;
    const big0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = state[index]! + word;
  });
}
