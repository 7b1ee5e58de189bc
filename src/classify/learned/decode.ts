import { featureNames } from './features.js';

/** Kinds of ask that are judged by weights of their own. */
export const domains = [
  'code',
  'calculation',
  'calculation, few options',
  'knowledge',
  'knowledge, few options',
  'formula',
  'word problem',
  'open',
] as const;
export type Domain = (typeof domains)[number];

/** Sets of weights beside the shared ones. */
export const blocks = [
  'code',
  'calculation',
  'knowledge',
  'formula',
  'word problem',
  'open',
  'few options',
] as const;
type Block = (typeof blocks)[number];
/** A domain is judged by the shared weights and the sum of these. */
export const blocksOf: Readonly<Record<Domain, readonly Block[]>> = {
  code: ['code'],
  calculation: ['calculation'],
  'calculation, few options': ['calculation', 'few options'],
  knowledge: ['knowledge'],
  'knowledge, few options': ['knowledge', 'few options'],
  formula: ['formula'],
  'word problem': ['word problem'],
  open: ['open'],
};

export const artefactVersion = 2;
export const gainBuckets = 1 << 15;
export const tierBuckets = 1 << 14;
export const curveKnots = 33;

/** What the training wrote: numbers in one string, and how to read them. */
export interface Artefact {
  readonly version: number;
  /** Names of data sets, with licence and SHA-256. */
  readonly trainedOn: readonly string[];
  /** Size of a step of each quantised head. */
  readonly scales: {
    readonly ease: readonly [dense: number, gram: number];
    readonly gain: readonly [dense: number, gram: number];
    readonly tier: readonly [dense: number, gram: number];
  };
  /** FNV-1a over the decoded bytes. */
  readonly checksum: number;
  readonly base64: string;
}

export interface Model {
  readonly mean: Float64Array;
  readonly inverseSpread: Float64Array;
  /** For each domain, the constant and a weight for each feature. */
  readonly ease: readonly Float64Array[];
  readonly gain: readonly Float64Array[];
  /** For each tier, the constant and a weight for each feature. */
  readonly tier: readonly Float64Array[];
  /** For each domain, the five heads side by side: ease, gain, simple, medium, complex; the constants first. */
  readonly heads: readonly Float64Array[];
  /** By bucket: ease, gain. */
  readonly gainGrams: Int8Array;
  /** By bucket: simple, medium, complex. */
  readonly tierGrams: Int8Array;
  readonly gramScales: { readonly ease: number; readonly gain: number; readonly tier: number };
  /** Expected gain where a prompt is so easy, at even steps of ease from 0 to 1. */
  readonly hump: Float64Array;
  /** The score of a raw score, at even steps from `calibrationFrom` to `calibrationTo`. */
  readonly calibration: Float64Array;
  readonly calibrationFrom: number;
  readonly calibrationTo: number;
}

export type Decoded =
  | { readonly isOk: true; readonly model: Model }
  | { readonly isOk: false; readonly problem: string };

/**
 * Reads an artefact. Never throws: what is cut short, altered or of another version is told as a problem.
 * Synchronous; about 5 ms, once.
 */
export function decode({ version, scales, checksum, base64 }: Artefact): Decoded {
  if (version !== artefactVersion)
    return wrong(`the weights are of version ${version}, not ${artefactVersion}`);
  let bytes: Uint8Array;
  try {
    bytes = bytesOf(base64);
  } catch {
    return wrong('the weights are not base64');
  }
  const size = sizeOf(featureNames.length);
  if (bytes.length !== size) return wrong(`the weights are ${bytes.length} bytes instead of ${size}`);
  if (checksumOf(bytes) !== checksum) return wrong('the weights do not match their checksum');
  return { isOk: true, model: modelOf(bytes, scales) };
}

const wrong = (problem: string): Decoded => ({ isOk: false, problem });

/** 32-bit FNV-1a. */
export function checksumOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash >>> 0;
}

/** What Node has of its own is many times faster than a loop that is run but once; on the edge the loop serves. */
const { Buffer: native } = globalThis as {
  Buffer?: { from(text: string, encoding: 'base64'): Uint8Array };
};

/** @throws where it is not base64 */
export function bytesOf(base64: string, buffer: typeof native | null = native): Uint8Array {
  if (buffer) {
    const bytes = new Uint8Array(buffer.from(base64, 'base64'));
    if (bytes.length === 0 && base64 !== '') throw new Error('not base64');
    return bytes;
  }
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Weights of the two gain heads: a constant, shared ones, then those of each block. */
const denseOf = (features: number) => 1 + features * (1 + blocks.length);

const sizeOf = (features: number) =>
  4 * 2 * features + // mean and spread
  2 * (2 * denseOf(features) + 3 * (1 + features)) +
  2 * gainBuckets +
  3 * tierBuckets +
  2 * 2 * curveKnots +
  4 * 2; // the ends of the calibration

/** Little-endian on every machine: read through a DataView. */
function modelOf(bytes: Uint8Array, scales: Artefact['scales']): Model {
  const view = new DataView(bytes.buffer);
  const features = featureNames.length;
  let offset = 0;
  const floats = (count: number) => {
    const read = new Float64Array(count);
    for (let at = 0; at < count; at++, offset += 4) read[at] = view.getFloat32(offset, true);
    return read;
  };
  const shorts = (count: number, scale: number) => {
    const read = new Float64Array(count);
    for (let at = 0; at < count; at++, offset += 2) read[at] = view.getInt16(offset, true) * scale;
    return read;
  };
  const mean = floats(features);
  const inverseSpread = floats(features);
  const ease = byDomain(shorts(denseOf(features), scales.ease[0]));
  const gain = byDomain(shorts(denseOf(features), scales.gain[0]));
  const tier = [0, 1, 2].map(() => shorts(1 + features, scales.tier[0]));
  const hump = shorts(curveKnots, 1 / 32_767);
  const calibration = shorts(curveKnots, 1 / 32_767);
  const [calibrationFrom = 0, calibrationTo = 1] = floats(2);
  const grams = (count: number) => {
    offset += count;
    return new Int8Array(bytes.buffer, offset - count, count);
  };
  const heads = domains.map((_, domain) => sideBySide([ease[domain]!, gain[domain]!, ...tier]));
  return {
    heads,
    mean,
    inverseSpread,
    ease,
    gain,
    tier,
    gainGrams: grams(2 * gainBuckets),
    tierGrams: grams(3 * tierBuckets),
    gramScales: { ease: scales.ease[1], gain: scales.gain[1], tier: scales.tier[1] },
    hump,
    calibration,
    calibrationFrom,
    calibrationTo,
  };
}

/** Shared weights and those of a domain's blocks as one set. */
function byDomain(dense: Float64Array): Float64Array[] {
  const features = featureNames.length;
  return domains.map(domain => {
    const own = dense.slice(0, 1 + features);
    for (const block of blocksOf[domain]) {
      const start = features * (1 + blocks.indexOf(block));
      for (let at = 1; at <= features; at++) own[at]! += dense[start + at]!;
    }
    return own;
  });
}

function sideBySide(heads: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(heads.length * heads[0]!.length);
  for (let at = 0; at < joined.length; at++)
    joined[at] = heads[at % heads.length]![Math.floor(at / heads.length)]!;
  return joined;
}
