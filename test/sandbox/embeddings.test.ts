import { expect, it } from 'vitest';
import { complete, send, start } from './start.js';

type Sandbox = Awaited<ReturnType<typeof start>>;

const embed = async (sandbox: Sandbox, body: Record<string, unknown>) => {
  const response = await send(sandbox, '/embeddings', { model: 'text-embedding-3-small', ...body });
  expect(response.status).toBe(200);
  const { data, usage } = (await response.json()) as {
    data: Array<{ embedding: number[]; index: number }>;
    usage: { prompt_tokens: number };
  };
  return { vectors: data.map(one => one.embedding), usage };
};
const dot = (one: readonly number[] = [], other: readonly number[] = []) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

it('embeds texts as unit vectors, the same for the same text, and nearer when they share words', async () => {
  const sandbox = await start();
  const input = ['the cat sat on the mat', 'the cat sat on a mat', 'quarterly revenue figures'];
  const { vectors, usage } = await embed(sandbox, { input });
  expect(vectors.map(vector => vector.length)).toEqual([1_536, 1_536, 1_536]);
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  expect(dot(vectors[0], vectors[1])).toBeGreaterThan(dot(vectors[0], vectors[2]) + 0.3);
  expect((await embed(sandbox, { input: input[1] })).vectors[0]).toEqual(vectors[1]);
  expect(usage.prompt_tokens).toBeGreaterThan(10);
});

it('knows dimensions, tokens as input, and base64', async () => {
  const sandbox = await start();
  const { vectors } = await embed(sandbox, { input: [1, 2, 3], dimensions: 8 });
  const { vectors: packed } = await embed(sandbox, {
    input: '1 2 3',
    dimensions: 8,
    encoding_format: 'base64',
  });
  const bytes = Buffer.from(packed[0] as unknown as string, 'base64');
  expect(Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(vectors[0]);
});

it('cannot be had from a chat model', async () => {
  const sandbox = await start();
  expect((await send(sandbox, '/embeddings', { model: 'gpt-4.1', input: 'x' })).status).toBe(404);
  await complete(sandbox, { model: 'gpt-4.1', messages: [{ role: 'user', content: 'x' }] });
});
