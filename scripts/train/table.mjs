// The small table in the repo: features in eighths of a spread, labels and held-out scores; no text, and no hashed words.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const file = new URL('features.table.gz', import.meta.url);
const steps = 8;

/** Every second row of the sets that may be learned from. */
export function writeTable(program, rows, looks, spread, held, left) {
  const kept = rows.map((_, at) => at).filter(at => rows[at].teaches && at % 2 === 0);
  const head = {
    features: program.featureNames,
    rows: kept.map(at => [
      rows[at].family,
      +rows[at].weak.toFixed(3),
      +rows[at].strong.toFixed(3),
      program.domainOf(looks[at]),
      +program.easeFloor(looks[at], program.domainOf(looks[at])).toFixed(4),
      +held[at].toFixed(4),
      +left[at].toFixed(4),
    ]),
  };
  const body = Buffer.concat(
    kept.map(at =>
      Buffer.from(
        Int8Array.from(program.standardised(spread, looks[at].values), value => Math.round(value * steps))
          .buffer,
      ),
    ),
  );
  const packed = gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]), { level: 9 });
  writeFileSync(file, packed);
  return { rows: kept.length, bytes: packed.length };
}

/** Rows as the fit takes them, and a design of features alone. */
export function readTable(program) {
  const bytes = gunzipSync(readFileSync(file));
  const end = bytes.indexOf(10);
  const { features, rows } = JSON.parse(bytes.subarray(0, end).toString());
  if (JSON.stringify(features) !== JSON.stringify(program.featureNames))
    throw new Error('the table was made with other features: run with a folder of data to write it anew');
  const width = features.length;
  const made = rows.map(([family, weak, strong, domain, floor, held, left], at) => ({
    family,
    weak,
    strong,
    domain,
    floor,
    held,
    left,
    teaches: true,
    stem: `${at}`,
    known: family === 'MMLU' ? 2 : family === 'MMLU-Pro' ? 8 : 12,
    standard: Float64Array.from(
      new Int8Array(bytes.subarray(end + 1 + at * width, end + 1 + (at + 1) * width)),
      value => value / steps,
    ),
  }));
  return made;
}
