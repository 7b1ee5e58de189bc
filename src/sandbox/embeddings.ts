import { badRequest } from './api-problem.js';
import { countTokens } from './count-tokens.js';
import { createRandom, hashText } from './random.js';

const mostInputs = 2_048;
const signsPerWord = 24;

/**
 * `POST /v1/embeddings`: vectors of length 1, the same for the same text and seed. Each word adds its own
 * direction, so that texts which share words are near each other.
 * @throws ApiProblem when the request is refused.
 */
export function embeddingsAnswer({
  modelId,
  body,
  dimensions: fullDimensions,
  seed,
}: {
  modelId: string;
  body: Readonly<Record<string, unknown>>;
  dimensions: number;
  seed: number;
}): unknown {
  const inputs = parseInputs(body.input);
  const dimensions = body.dimensions ?? fullDimensions;
  if (!Number.isInteger(dimensions) || Number(dimensions) < 1 || Number(dimensions) > fullDimensions) {
    throw badRequest(`'dimensions' must be an integer from 1 to ${fullDimensions}.`, 'dimensions');
  }
  const isBase64 = body.encoding_format === 'base64';
  const data = inputs.map((input, index) => {
    const vector = embed(input, Number(dimensions), hashText(modelId, seed));
    const embedding = isBase64 ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector);
    return { object: 'embedding', index, embedding };
  });
  const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0);
  return { object: 'list', data, model: modelId, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function parseInputs(input: unknown): readonly string[] {
  const isTokens = (value: unknown) => Array.isArray(value) && value.every(one => typeof one === 'number');
  const inputs: readonly unknown[] = Array.isArray(input) && !isTokens(input) ? input : [input];
  if (inputs.length > mostInputs) throw badRequest(`'input' has more than ${mostInputs} texts.`, 'input');
  return inputs.map(one => {
    const text = isTokens(one) ? (one as number[]).join(' ') : one;
    if (typeof text !== 'string' || text === '') {
      throw badRequest("'input' must be a text that is not empty, or an array of them.", 'input');
    }
    return text;
  });
}

function embed(text: string, dimensions: number, seed: number): Float32Array {
  const sums = new Float64Array(dimensions);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
  for (const word of words) {
    const random = createRandom(hashText(word, seed));
    for (let sign = 0; sign < signsPerWord; sign++) {
      const at = Math.floor(random() * dimensions);
      sums[at] = (sums[at] ?? 0) + (random() < 0.5 ? -1 : 1);
    }
  }
  const length = Math.hypot(...sums);
  // Signs that cancel each other out to nothing still need a direction.
  if (length === 0) return Float32Array.from(sums, (_, index) => (index === 0 ? 1 : 0));
  return Float32Array.from(sums, one => one / length);
}
