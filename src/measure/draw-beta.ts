/**
 * A random number in 0..1, as likely as what has been seen makes it: `good` and `bad` are the two parameters of a beta
 * distribution, both above 0. Mean good / (good + bad). `random` gives numbers in [0, 1).
 */
export function drawBeta(good: number, bad: number, random: () => number): number {
  const one = drawGamma(good, random);
  const other = drawGamma(bad, random);
  // Parameters next to 0 can draw two zeros.
  return one + other === 0 ? good / (good + bad) : one / (one + other);
}

/** One try in twenty is turned down at most: only numbers that are not drawn (a test that says 0) come so far. Then the mean. */
const mostTries = 100;

/** Gamma of scale 1: Marsaglia and Tsang, "A simple method for generating gamma variables" (ACM TOMS 26, 2000). */
function drawGamma(shape: number, random: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, random) * positive(random) ** (1 / shape);
  const scaled = shape - 1 / 3;
  const spread = 1 / Math.sqrt(9 * scaled);
  for (let tries = 0; tries < mostTries; tries++) {
    const normal = drawNormal(random);
    const cube = (1 + spread * normal) ** 3;
    if (cube <= 0) continue;
    const accepted = (normal * normal) / 2 + scaled * (1 - cube + Math.log(cube));
    if (Math.log(positive(random)) < accepted) return scaled * cube;
  }
  return shape;
}

/** Box and Muller: two even draws make a normal one. */
const drawNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(positive(random))) * Math.cos(2 * Math.PI * random());

/** In (0, 1]: it has a logarithm. */
const positive = (random: () => number): number => 1 - random();
