import { expect, test } from 'vitest';
import * as decoding from '../../../src/classify/learned/decode.js';
import * as features from '../../../src/classify/learned/features.js';

const from = (file: string) => import(new URL(`../../../scripts/train/${file}`, import.meta.url).href);
const { apgrOf, cptOf, curveOf, qualityOf, rankCorrelation, risingCurve } = await from('judge-scores.mjs');
const { fitRidge, dotRow } = await from('ridge.mjs');
const { readTable } = await from('table.mjs');

test('APGR and CPT are as RouteLLM defines them', () => {
  const weak = [1, 0, 0, 1];
  const strong = [1, 1, 1, 1];
  const best = curveOf([0, 3, 2, 1], weak, strong);
  expect(apgrOf(best)).toBeCloseTo(0.75, 12);
  expect(cptOf(best, 0.5)).toBeCloseTo(0.25, 12);
  expect(cptOf(best, 1)).toBeCloseTo(0.5, 12);
  expect(apgrOf(curveOf([3, 0, 1, 2], weak, strong))).toBeCloseTo(0.25, 12);
  // Calls of the same score come in any order: a straight line.
  expect(apgrOf(curveOf([1, 1, 1, 1], weak, strong))).toBeCloseTo(0.5, 12);
});

test('the ridge finds the weights that made the numbers', () => {
  const rows = Array.from({ length: 60 }, (_, at) => at);
  const design = {
    width: 5,
    buckets: 4,
    dense: rows.map(at => ({ values: Float64Array.of((at % 7) - 3, (at % 5) - 2), own: [3], scale: 1 })),
    sparse: rows.map(at => ({ ids: Int32Array.of(at % 4), value: 1 })),
  };
  const target = rows.map(at => 2 + 3 * ((at % 7) - 3) - ((at % 5) - 2) + (at % 4 === 1 ? 1 : 0));
  const [head] = fitRidge({
    design,
    rows,
    targets: [target],
    weights: rows.map(() => 1),
    penalty: 1e-6,
    steps: 200,
  });
  for (const at of rows) expect(dotRow(design, at, head)).toBeCloseTo(target[at]!, 2);
});

test('a prior is where the ridge stays when nothing is learned, and what it leaves for what is', () => {
  const rows = Array.from({ length: 20 }, (_, at) => at);
  const design = {
    width: 2,
    buckets: 1,
    dense: rows.map(at => ({ values: Float64Array.of(at % 2), own: [], scale: 1 })),
    sparse: rows.map(() => ({ ids: new Int32Array(0), value: 0 })),
  };
  const fitted = (weight: number) =>
    fitRidge({
      design,
      rows,
      targets: [rows.map(at => (at % 2 === 0 ? 0 : 5))],
      weights: rows.map(() => weight),
      penalty: 1,
      priors: [Float64Array.of(0, 2, 0)],
      steps: 200,
    })[0];
  expect(fitted(0)[1]).toBe(2);
  expect(fitted(1e6)[1]).toBeCloseTo(5, 2);
  expect(fitted(0.1)[1]).toBeGreaterThan(2);
});

test('rank correlation counts order alone, ties in their middle', () => {
  expect(rankCorrelation([1, 2, 30], [5, 6, 7])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 30], [7, 6, 5])).toBeCloseTo(-1, 12);
  expect(rankCorrelation([1, 1, 2, 2], [1, 2, 3, 4])).toBeCloseTo(4 / Math.sqrt(20), 12);
});

test('a rising curve never falls', () => {
  const points = [3, 1, 2, 5, 4, 9, 7].map((y, x) => ({ x, y }));
  const curve: number[] = [...risingCurve(points, 0, 6, 13)];
  expect(curve).toEqual([...curve].sort((one, other) => one - other));
  expect(curve.at(-1)).toBe(8);
});

test('the table in the repo is of the features of today, and of scores that beat a coin on families left out', () => {
  const rows = readTable({ ...features, ...decoding });
  expect(rows.length).toBeGreaterThan(2_500);
  for (const family of ['MMLU', 'MMLU-Pro', 'MATH-L5']) {
    const own = rows.filter((row: { family: string }) => row.family === family);
    const of = (name: string) => own.map((row: Record<string, number>) => row[name]);
    const { apgr } = qualityOf({ scores: of('left'), weak: of('weak'), strong: of('strong') }, 1);
    expect(apgr.value).toBeGreaterThan(0.53);
  }
});
