// Ridge regression by conjugate gradients on rows that are part dense, part sparse. Plain arithmetic: the same bytes everywhere.

/**
 * Least squares of several targets with a penalty of `penalty` on every weight.
 * Design: { dense: { values, own, scale }[], sparse: { ids: Int32Array, value: number }[], width, buckets }.
 * @returns for each target its weights: the constant, features, each domain's own, then the buckets
 */
export function fitRidge({ design, rows, targets, weights, penalty, steps = 60 }) {
  const { width, buckets } = design;
  return targets.map(target => {
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
    return solution;
  });
}

/** A row has a constant, shared features, the same features once more at the place of its domain (`own`), and hashed words. */
export function dotRow({ dense, sparse, width }, row, vector) {
  const { values, own, scale } = dense[row];
  let sum = 0;
  for (let at = 0; at < values.length; at++)
    sum += values[at] * (vector[1 + at] + (own > 0 ? vector[own + at] : 0));
  const { ids, value } = sparse[row];
  let inner = 0;
  for (let at = 0; at < ids.length; at++) inner += vector[width + ids[at]];
  return vector[0] + scale * sum + value * inner;
}

function addRow({ dense, sparse, width }, row, factor, into) {
  const { values, own, scale } = dense[row];
  const part = factor * scale;
  into[0] += factor;
  for (let at = 0; at < values.length; at++) {
    into[1 + at] += part * values[at];
    if (own > 0) into[own + at] += part * values[at];
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
