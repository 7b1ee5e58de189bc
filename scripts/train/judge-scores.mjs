// How good scores are: APGR, CPT and their intervals, as RouteLLM defines them; tiers by F1; calibration.

/** Quality against the share of calls to the strong model; calls of the same score are one straight segment. */
export function curveOf(scores, weak, strong) {
  const order = [...scores.keys()].sort((one, other) => scores[other] - scores[one] || one - other);
  const base = mean(weak);
  const x = [0];
  const y = [base];
  let gained = 0;
  order.forEach((at, place) => {
    gained += strong[at] - weak[at];
    if (place === order.length - 1 || scores[order[place + 1]] !== scores[at]) {
      x.push((place + 1) / order.length);
      y.push(base + gained / order.length);
    }
  });
  return { x, y, weak: base, strong: mean(strong) };
}
export const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

export function apgrOf({ x, y, weak, strong }) {
  let area = 0;
  for (let at = 1; at < x.length; at++) area += ((x[at] - x[at - 1]) * (y[at] + y[at - 1])) / 2;
  return (area - weak) / (strong - weak);
}

/** Smallest share of strong calls that recovers a part of the gap. */
export function cptOf({ x, y, weak, strong }, part) {
  const wanted = weak + part * (strong - weak);
  for (let at = 1; at < x.length; at++)
    if (y[at] >= wanted - 1e-12)
      return y[at] === y[at - 1]
        ? x[at]
        : x[at - 1] + ((x[at] - x[at - 1]) * Math.max(0, wanted - y[at - 1])) / (y[at] - y[at - 1]);
  return 1;
}

export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** { apgr, cpt50, cpt80 } of one family, each with { value, low, high } of a 95 % bootstrap interval; and the draws of APGR. */
export function qualityOf({ scores, weak, strong }, draws = 300, seed = 12_345) {
  const random = randomFrom(seed);
  const measure = curve => ({ apgr: apgrOf(curve), cpt50: cptOf(curve, 0.5), cpt80: cptOf(curve, 0.8) });
  const whole = measure(curveOf(scores, weak, strong));
  const drawn = Array.from({ length: draws }, () => {
    const chosen = scores.map(() => Math.floor(random() * scores.length));
    const pick = from => chosen.map(at => from[at]);
    return measure(curveOf(pick(scores), pick(weak), pick(strong)));
  });
  const interval = name => ({ value: whole[name], ...between(drawn.map(one => one[name])) });
  return {
    apgr: interval('apgr'),
    cpt50: interval('cpt50'),
    cpt80: interval('cpt80'),
    draws: drawn.map(one => one.apgr),
  };
}

export function between(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return {
    low: sorted[Math.floor(0.025 * sorted.length)],
    high: sorted[Math.ceil(0.975 * sorted.length) - 1],
  };
}

export function tierQuality(truth, predicted) {
  const confusion = [0, 1, 2].map(() => [0, 0, 0]);
  for (let at = 0; at < truth.length; at++) confusion[truth[at]][predicted[at]]++;
  const f1 = [0, 1, 2].map(tier => {
    const hits = confusion[tier][tier];
    const said = confusion[0][tier] + confusion[1][tier] + confusion[2][tier];
    const were = confusion[tier].reduce((sum, number) => sum + number, 0);
    return hits === 0 ? 0 : (2 * hits) / (said + were);
  });
  const right = confusion[0][0] + confusion[1][1] + confusion[2][2];
  return { count: truth.length, accuracy: right / truth.length, macroF1: mean(f1), confusion };
}

/** Rising steps through points: pooled where they fall (isotonic regression), read at even places. */
export function risingCurve(points, from, to, knots) {
  const sorted = [...points].sort((one, other) => one.x - other.x);
  const pools = [];
  for (const { x, y } of sorted) {
    pools.push({ x, y, weight: 1 });
    while (pools.length > 1 && pools.at(-2).y >= pools.at(-1).y) {
      const last = pools.pop();
      const before = pools.at(-1);
      const weight = before.weight + last.weight;
      before.x = (before.x * before.weight + last.x * last.weight) / weight;
      before.y = (before.y * before.weight + last.y * last.weight) / weight;
      before.weight = weight;
    }
  }
  return Float64Array.from({ length: knots }, (_, at) => {
    const x = from + ((to - from) * at) / (knots - 1);
    const after = pools.findIndex(pool => pool.x >= x);
    if (after === 0) return pools[0].y;
    if (after < 0) return pools.at(-1).y;
    const [one, other] = [pools[after - 1], pools[after]];
    return one.y + ((x - one.x) / (other.x - one.x)) * (other.y - one.y);
  });
}

/** Spearman's, ties in their middle. */
export function rankCorrelation(one, other) {
  const [x, y] = [ranks(one), ranks(other)];
  const [mx, my] = [mean(x), mean(y)];
  const sum = (a, ma, b, mb) => a.reduce((all, value, at) => all + (value - ma) * (b[at] - mb), 0);
  return sum(x, mx, y, my) / Math.sqrt(sum(x, mx, x, mx) * sum(y, my, y, my));
}
function ranks(values) {
  const order = [...values.keys()].sort((one, other) => values[one] - values[other]);
  const found = [];
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) last++;
    for (let at = first; at <= last; at++) found[order[at]] = (first + last) / 2;
    first = last + 1;
  }
  return found;
}
