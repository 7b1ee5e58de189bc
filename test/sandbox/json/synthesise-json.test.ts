import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v4';
import { type Json, synthesiseJson } from '../../../src/sandbox/json/synthesise-json.js';
import { createRandom } from '../../../src/sandbox/random.js';

const synthesise = (schema: unknown, seed = 1, hints: readonly string[] = []): Json =>
  synthesiseJson({ schema, random: createRandom(seed), hints });

const leaf: fc.Arbitrary<z.ZodType> = fc.oneof(
  fc.constantFrom<z.ZodType>(
    z.string(),
    z.boolean(),
    z.null(),
    z.int(),
    z.number(),
    z.email(),
    z.uuid(),
    z.url(),
    z.ipv4(),
    z.iso.datetime(),
    z.iso.date(),
    z.string().regex(/^[A-Z]{2,3}-\d{4}(?:x|yz)?$/),
    z.string().startsWith('ab').max(9),
    z.number().multipleOf(0.25),
    z.number().gt(2).lt(2.5),
    z.number().gt(2).lt(2.001),
    z.int().gt(4).lt(6),
    z.int().gt(4).max(5),
    z.int().min(-9).max(-3),
  ),
  fc.tuple(fc.nat(40), fc.nat(40)).map(([least, more]) =>
    z
      .string()
      .min(least)
      .max(least + more),
  ),
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6)).map(([least, more]) =>
    z
      .int()
      .min(least)
      .max(least + more),
  ),
  fc
    .uniqueArray(fc.string(), { minLength: 1, maxLength: 5 })
    .map(words => z.enum(words as [string, ...string[]])),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()).map(value => z.literal(value)),
);

const { schema: anySchema } = fc.letrec<{ schema: z.ZodType }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('schema'), { maxKeys: 4 })
      .map(shape => z.object(shape)),
    fc.tuple(tie('schema'), fc.nat(3), fc.nat(3)).map(([item, least, more]) =>
      z
        .array(item)
        .min(least)
        .max(least + more),
    ),
    fc.tuple(tie('schema'), tie('schema')).map(pair => z.tuple(pair)),
    fc.tuple(tie('schema'), tie('schema')).map(pair => z.union(pair)),
    tie('schema').map(item => item.nullable()),
    tie('schema').map(item => z.object({ maybe: item.optional() })),
    tie('schema').map(item => z.record(z.string(), item)),
    tie('schema').map(item => z.intersection(z.object({ a: item }), z.object({ b: z.string() }))),
  ),
}));

describe('synthesiseJson', () => {
  it('makes a value that zod accepts for any schema that zod can write', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(), (schema, seed) => {
        const value = synthesise(z.toJSONSchema(schema), seed);
        const checked = schema.safeParse(value);
        expect(checked.error?.issues, JSON.stringify(value)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('makes the same value for the same seed, and another for another seed', () => {
    const schema = z.toJSONSchema(z.object({ id: z.uuid(), size: z.number(), tags: z.array(z.string()) }));
    expect(synthesise(schema, 7)).toEqual(synthesise(schema, 7));
    expect(synthesise(schema, 7)).not.toEqual(synthesise(schema, 8));
  });

  it('ends a schema that holds itself', () => {
    const tree: z.ZodType = z.lazy(() =>
      z.object({ name: z.string(), left: tree.nullable(), children: z.array(tree) }),
    );
    for (let seed = 0; seed < 50; seed++) {
      expect(tree.safeParse(synthesise(z.toJSONSchema(tree), seed)).success).toBe(true);
    }
  });

  it('does not run away on a schema that demands an endless value', () => {
    const endless = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: { a: { $ref: '#/$defs/node' }, b: { $ref: '#/$defs/node' } },
          required: ['a', 'b'],
        },
      },
    };
    expect(JSON.stringify(synthesise(endless)).length).toBeLessThan(1_000_000);
    expect(synthesise({ $ref: '#' })).toEqual(expect.any(String));
    expect(JSON.stringify(synthesise({ type: 'array', minItems: 1e9, items: {} })).length).toBeLessThan(
      100_000,
    );
    expect(JSON.stringify(synthesise({ pattern: '((a{1000}){1000}){1000}' })).length).toBeLessThan(1_000_000);
  });

  it('finds the way out of a schema in which one way has no end', () => {
    const list = {
      type: 'object',
      required: ['next'],
      properties: { next: { anyOf: [{ $ref: '#/$defs/list' }, { type: 'null' }] } },
    };
    const endless = { type: 'object', required: ['x'], properties: { x: { $ref: '#/$defs/endless' } } };
    const deep = (depth: number): object =>
      depth === 0
        ? { anyOf: [{ $ref: '#/$defs/endless' }, { $ref: '#/$defs/list' }] }
        : { type: 'object', required: ['in'], properties: { in: deep(depth - 1) } };
    const value = synthesise({ ...deep(6), $defs: { list, endless } });
    expect(value).toEqual({ in: { in: { in: { in: { in: { in: { next: null } } } } } } });
  });

  it('joins the parts of allOf, and what stands beside a reference', () => {
    const schema = {
      allOf: [
        { $ref: '#/$defs/named', minProperties: 1 },
        { properties: { size: { type: 'integer', minimum: 500, maximum: 501 } }, required: ['size'] },
        { properties: { size: { type: 'number', maximum: 500 } } },
      ],
      $defs: {
        named: { type: 'object', properties: { name: { const: 'x' } }, required: ['name'] },
      },
    };
    expect(synthesise(schema)).toEqual({ name: 'x', size: 500 });
  });

  it.each<[string, unknown, Json]>([
    ['a pointer with escapes', { $ref: '#/$defs/a~1b%20c', $defs: { 'a/b c': { const: 3 } } }, 3],
    [
      'a required property that is not described',
      { required: ['z'], additionalProperties: { const: 1 } },
      { z: 1 },
    ],
    [
      'items that must differ',
      { type: 'array', minItems: 2, maxItems: 2, uniqueItems: true, items: { enum: [1, 1, 2] } },
      [expect.any(Number), expect.any(Number)] as never,
    ],
    [
      'a property with the name of the prototype',
      { properties: JSON.parse('{"__proto__":{"const":1}}') },
      JSON.parse('{"__proto__":1}'),
    ],
    ['a list of types', { type: ['null', 'boolean'], enum: [true] }, true],
  ])('knows %s', (_, schema, expected) => {
    const value = synthesise(schema);
    expect(value).toEqual(expected);
    if (Array.isArray(value)) expect(new Set(value).size).toBe(value.length);
  });

  it('takes free texts and numbers from the question, where the schema allows them', () => {
    const schema = z.toJSONSchema(
      z.object({ city: z.string(), days: z.int().max(10), code: z.string().max(2) }),
    );
    expect(synthesise(schema, 1, ['Paris', '99', '3'])).toEqual({ city: 'Paris', days: 3, code: 'si' });
  });
});
