// Quantises the heads and writes them as one TypeScript module, in the order in which decode.ts reads them.
import { gainScale, gramScale, tierScale, widthOf } from './fit.mjs';

export function artefactOf({ program, spread, heads, tierHeads, hump, calibration, from, to, sets }) {
  const features = program.featureNames.length;
  const width = widthOf(program);
  const dense = (head, length, scale) =>
    Float64Array.from(head.subarray(0, length), (weight, at) => (at === 0 ? weight : weight * scale));
  const ease = dense(heads[0], width, gainScale(features));
  const gain = dense(heads[1], width, gainScale(features));
  const tier = tierHeads.map(head => dense(head, 1 + features, tierScale(features)));
  const gramsOf = (head, start, scale) => Float64Array.from(head.subarray(start), weight => weight * scale);
  const easeGrams = gramsOf(heads[0], width, gramScale);
  const gainGrams = gramsOf(heads[1], width, gramScale);
  const tierGrams = tierHeads.map(head => gramsOf(head, 1 + features, 1));
  const scales = {
    ease: [stepOf(ease, 32_767), stepOf(easeGrams, 127)],
    gain: [stepOf(gain, 32_767), stepOf(gainGrams, 127)],
    tier: [
      Math.max(...tier.map(head => stepOf(head, 32_767))),
      Math.max(...tierGrams.map(head => stepOf(head, 127))),
    ],
  };
  const parts = [
    floats(spread.mean),
    floats(spread.inverseSpread),
    shorts(ease, scales.ease[0]),
    shorts(gain, scales.gain[0]),
    ...tier.map(head => shorts(head, scales.tier[0])),
    shorts(hump, 1 / 32_767),
    shorts(calibration, 1 / 32_767),
    floats([from, to]),
    interleaved([easeGrams, gainGrams], [scales.ease[1], scales.gain[1]]),
    interleaved(
      tierGrams,
      tierGrams.map(() => scales.tier[1]),
    ),
  ];
  const bytes = Buffer.concat(parts);
  const base64 = bytes.toString('base64');
  const module = `// Written by scripts/train/train.mjs: do not edit.
import type { Artefact } from './decode.js';

export const weights: Artefact = ${JSON.stringify({ version: program.artefactVersion, trainedOn: sets, scales, checksum: program.checksumOf(bytes), base64 }, null, 2)};
`;
  return { module, bytes: bytes.length, base64Length: base64.length };
}

/** The widest of the outliers is cut: the step serves the many. */
function stepOf(weights, most) {
  const sizes = Array.from(weights, Math.abs).sort((one, other) => one - other);
  const widest = most > 127 ? sizes.at(-1) : sizes[Math.floor(sizes.length * 0.999)];
  return Math.max(widest, 1e-9) / most;
}
const quantised = (weight, step, most) => Math.max(-most, Math.min(most, Math.round(weight / step)));

function floats(values) {
  const bytes = Buffer.alloc(4 * values.length);
  for (let at = 0; at < values.length; at++) bytes.writeFloatLE(values[at], 4 * at);
  return bytes;
}
function shorts(values, step) {
  const bytes = Buffer.alloc(2 * values.length);
  for (let at = 0; at < values.length; at++) bytes.writeInt16LE(quantised(values[at], step, 32_767), 2 * at);
  return bytes;
}
function interleaved(heads, steps) {
  const bytes = Buffer.alloc(heads.length * heads[0].length);
  for (let at = 0; at < heads[0].length; at++)
    for (let each = 0; each < heads.length; each++)
      bytes.writeInt8(quantised(heads[each][at], steps[each], 127), at * heads.length + each);
  return bytes;
}
