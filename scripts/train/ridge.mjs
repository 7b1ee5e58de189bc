// Ridge regression by conjugate gradients on rows that are part dense, part sparse. Plain arithmetic: the same bytes everywhere.

/**
 * Least squares of several targets with a penalty of `penalty` on every weight's distance from its prior, which is 0
 * where `priors` has none for a target.
 * Design: { dense: { values, own, scale }[], sparse: { ids: Int32Array, value: number }[], width, buckets }.
 * @returns for each target its weights: the constant, features, each block's own, then the buckets
 */
export function fitRidge({ design, rows, targets, weights, penalty, priors = [], steps = 60 }) {
  const { width, buckets } = design;
  return targets.map((whole, each) => {
    const prior = priors[each];
    const target = prior === undefined ? whole : whole.map((value, at) => value - dotRow(design, at, prior));
    const solution = new Float64Array(width + buckets);
    const residual = new Float64Array(width + buckets);
    for (const row of rows) addRow(design, row, weights[row] * target[row], residual);
    const direction = residual.slice();
    let size = dot(residual, residual);
    const start = size;
    const image = new Float64Array(width + buckets);
    for (let step = 0; step < steps && size > start * 1e-7; step++) {
      image.fill(0);
      for (const row of rows) addRow(design, row, weights[row] * dotRow(design, row, direction), image);
      for (let at = 0; at < image.length; at++) image[at] += penalty * direction[at];
      const pace = size / dot(direction, image);
      for (let at = 0; at < solution.length; at++) {
        solution[at] += pace * direction[at];
        residual[at] -= pace * image[at];
      }
      const next = dot(residual, residual);
      const turn = next / size;
      size = next;
      for (let at = 0; at < direction.length; at++) direction[at] = residual[at] + turn * direction[at];
    }
    if (prior !== undefined) for (let at = 0; at < solution.length; at++) solution[at] += prior[at];
    return solution;
  });
}

/** A row has a constant, shared features, the same features once more at the places of its blocks (`own`, two at most), and hashed words. */
export function dotRow({ dense, sparse, width }, row, vector) {
  const { values, own, scale } = dense[row];
  let sum = 0;
  const [first = 0, second = 0] = own;
  for (let at = 0; at < values.length; at++)
    sum +=
      values[at] *
      (vector[1 + at] + (first > 0 ? vector[first + at] : 0) + (second > 0 ? vector[second + at] : 0));
  const { ids, value } = sparse[row];
  let inner = 0;
  for (let at = 0; at < ids.length; at++) inner += vector[width + ids[at]];
  return vector[0] + scale * sum + value * inner;
}

function addRow({ dense, sparse, width }, row, factor, into) {
  const { values, own, scale } = dense[row];
  const part = factor * scale;
  into[0] += factor;
  const [first = 0, second = 0] = own;
  for (let at = 0; at < values.length; at++) {
    const change = part * values[at];
    into[1 + at] += change;
    if (first > 0) into[first + at] += change;
    if (second > 0) into[second + at] += change;
  }
  const { ids, value } = sparse[row];
  const each = factor * value;
  for (let at = 0; at < ids.length; at++) into[width + ids[at]] += each;
}

function dot(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}
