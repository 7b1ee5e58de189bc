import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/v4';
import { mismatchWith } from '../../../../src/layers/seam/cascade/schema/mismatch-with.js';
import { mostTries } from '../../../../src/layers/seam/cascade/schema/most-tries.js';

const text = { type: 'string' };
/** 2 to the power of 40 ways to the same end. */
const nested = {
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    Array.from({ length: 40 }, (_, depth) => [
      `d${depth}`,
      { anyOf: [{ $ref: `#/$defs/d${depth + 1}` }, { $ref: `#/$defs/d${depth + 1}` }] },
    ]).concat([['d40', { type: 'null' }]] as never),
  ),
};
const evil = '^(a+)+$';
/** Not written out: what has a `then` is taken for a promise by those who read fast. */
const when = (condition: object, then: object) =>
  Object.fromEntries([
    ['if', condition],
    ['then', then],
  ]);
const manyAs = `${'a'.repeat(60)}!`;

describe('a value against a schema', () => {
  it.each<[string, unknown, unknown, string | null]>([
    ['a type', text, 'x', null],
    ['another type', text, 7, 'type'],
    ['a whole number', { type: 'integer' }, 7.5, 'type'],
    ['one of several types', { type: ['string', 'null'] }, null, null],
    ['one of some words', { enum: ['red', 'green'] }, 'blue', 'enum'],
    ['a bound', { minimum: 1 }, 0, 'minimum'],
    ['a length', { maxLength: 2 }, 'abc', 'maxLength'],
    ['a list that is too short', { minItems: 2 }, [1], 'minItems'],
    ['an item', { items: text }, ['a', 1], 'type'],
    ['a tuple', { prefixItems: [text], items: false }, ['a', 'b'], 'items'],
    ['a missing property', { required: ['a'] }, {}, 'required'],
    [
      'a property too many',
      { properties: {}, additionalProperties: false },
      { a: 1 },
      'additionalProperties',
    ],
    ['none of the variants', { anyOf: [text, { type: 'null' }] }, 7, 'type'],
    ['two variants at once', { oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, 'oneOf'],
    ['what must not be', { not: text }, 'x', 'not'],
    ['a reference', { $defs: { t: text }, items: { $ref: '#/$defs/t' } }, [1], 'type'],
    [
      'a reference that comes round',
      { properties: { next: { $ref: '#' } }, additionalProperties: false },
      { next: { next: { last: 1 } } },
      'additionalProperties',
    ],
    ['a property called as a keyword', { properties: { format: text, not: text } }, { format: 1 }, 'type'],
    [
      'data that looks like a schema',
      { enum: [{ format: 'x', pattern: evil }] },
      { format: 'x', pattern: evil },
      null,
    ],
    ['a pattern', { pattern: '^\\d{4}-\\d{2}$' }, '24-01', 'pattern'],
    ['a pattern among others', { properties: { a: { pattern: '^[a-z]+$' } } }, { a: 'A' }, 'pattern'],
    ['the name of a property', { patternProperties: { '^n': { type: 'number' } } }, { n: 'x' }, 'type'],
    ['nothing', false, 1, 'false'],
    ['anything', true, 1, null],
  ])('%s', async (_, schema, value, keyword) => {
    expect(await mismatchWith(schema, value)).toBe(keyword);
  });

  it('a schema of draft 7 is read as one: beside a reference nothing counts', async () => {
    const schema = { definitions: { any: {} }, items: { $ref: '#/definitions/any', type: 'string' } };
    const $schema = 'http://json-schema.org/draft-07/schema#';
    expect(await mismatchWith({ ...schema, $schema }, [1])).toBe(null);
    expect(await mismatchWith(schema, [1])).toBe('type');
  });

  it.each<[string, unknown, unknown]>([
    ['a format, which is a remark', { format: 'time' }, '12:30'],
    ['a pattern that may take for ever', { pattern: evil }, manyAs],
    ['a pattern that is none', { pattern: '[' }, 'x'],
    ['twins in a list, which may be long', { uniqueItems: true }, [1, 1]],
    ['what must not be, beside a format', { not: { format: 'date' } }, 'x'],
    ['two variants at once, one with a format', { oneOf: [{ format: 'date' }, text] }, 'x'],
    ['a condition on a pattern', when({ pattern: evil }, { maxLength: 1 }), manyAs],
    [
      'what was not looked at, beside a condition with a format',
      { ...when({ format: 'x' }, { properties: { a: true } }), unevaluatedProperties: false },
      { a: 1 },
    ],
  ])('no fault is found in %s', async (_, schema, value) => {
    expect(await mismatchWith(schema, value)).toBe(null);
  });

  it('all else is checked where something is left out', async () => {
    const schema = {
      properties: { at: { format: 'date' }, n: { type: 'number' } },
      oneOf: [text, { required: ['n'] }],
    };
    expect(await mismatchWith(schema, { at: 'x', n: 'y' })).toBe('type');
    expect(await mismatchWith(schema, { at: 'x' })).toBe('required');
  });

  it.each<[string, unknown]>([
    ['a reference to elsewhere', { $ref: 'https://example.com/x.json' }],
    ['a reference to nothing', { $ref: '#/$defs/nothing' }],
    ['a reference to itself', { $ref: '#' }],
    ['a dynamic reference', { $dynamicRef: '#x' }],
    ['a recursive reference', { $recursiveRef: '#' }],
    ['references that grow by powers', nested],
    ['a name that may take for ever', { patternProperties: { [evil]: true } }],
    ['a list', []],
    ['a text', 'string'],
    ['nothing', undefined],
    ['an id that is none', { $id: 'http://[', items: text }],
    ['a circle', Object.assign({ properties: {} as object }, {})],
    [
      'a trap',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trapped');
          },
        },
      ),
    ],
  ])('%s cannot be checked', async (name, schema) => {
    if (name === 'a circle') (schema as { properties: object }).properties = { self: schema };
    const startedMs = performance.now();
    await expect(mismatchWith(schema, { [manyAs]: manyAs })).rejects.toThrow();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('nothing is fetched, and the schema stays as it was', async () => {
    const schema = Object.freeze({ properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }) });
    expect(await mismatchWith(schema, { a: 1 })).toBe('type');
    expect(Object.getOwnPropertyNames(schema)).toEqual(['properties']);
  });

  it('a value of great depth cannot be checked, and breaks nothing', async () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    await expect(mismatchWith({ items: { $ref: '#' } }, deep)).rejects.toThrow();
  });
});

describe('what zod finds good, its schema finds good', () => {
  const shape = z.object({
    name: z.string().min(1).max(5),
    mail: z.email(),
    site: z.url().nullable(),
    id: z.uuid(),
    on: z.iso.date(),
    at: z.iso.datetime(),
    time: z.iso.time(),
    kind: z.enum(['cut', 'boil']),
    steps: z.array(z.object({ n: z.int().min(0).max(9), text: z.string().regex(/^[a-z ]+$/) })).max(4),
    either: z.union([z.number(), z.string()]),
    tagged: z.discriminatedUnion('t', [
      z.object({ t: z.literal('a'), a: z.number() }),
      z.object({ t: z.literal('b'), b: z.string() }),
    ]),
    more: z.record(z.string(), z.boolean()).optional(),
    pair: z.tuple([z.string(), z.number()]),
  });
  const good = {
    name: 'Ada',
    mail: 'ada.lovelace@analytical.example.org',
    site: 'https://example.org/a?b=c#d',
    id: '123e4567-e89b-42d3-a456-426614174000',
    on: '2024-02-29',
    at: '2024-02-29T12:30:00Z',
    time: '12:30:00',
    kind: 'boil',
    steps: [{ n: 1, text: 'boil the water' }],
    either: 7,
    tagged: { t: 'b', b: 'x' },
    more: { x: true },
    pair: ['a', 1],
  };
  const schemas = (['draft-7', 'draft-2020-12'] as const).map(
    target => [target, z.toJSONSchema(shape, { target })] as const,
  );

  it.each(schemas)('(%s)', async (_, schema) => {
    expect(shape.safeParse(good).success).toBe(true);
    expect(await mismatchWith(schema, good)).toBe(null);
  });

  it.each(schemas)('and what it finds bad by its shape, the schema does too (%s)', async (_, schema) => {
    for (const wrong of [
      { name: '' },
      { site: 7 },
      { kind: 'fry' },
      { steps: [{ n: 10, text: 'x' }] },
      { steps: [{ n: 1, text: 'X1' }] },
      { either: true },
      { tagged: { t: 'c' } },
      { more: { x: 1 } },
      { pair: [1, 'a'] },
    ]) {
      expect(shape.safeParse({ ...good, ...wrong }).success).toBe(false);
      expect(await mismatchWith(schema, { ...good, ...wrong })).not.toBe(null);
    }
  });
});

describe('the ways in which a regular expression may be tried', () => {
  it.each<[string, number]>([
    ['^abc$', 1],
    ['abc', 101],
    ['^a*$', 101],
    ['^a*?b+$', 101 * 101],
    ['^a?b?$', 4],
    ['^(?:a|b|c)$', 3],
    ['^(a|b){3}$', 8],
    ['^a{2,4}$', 3],
    ['^a{2,}$', 101],
    ['^[+*|(]$', 1],
    ['^[^\\]*]*$', 101],
    ['^\\(\\*\\+$', 1],
    ['^\\p{L}+$', 101],
    ['^a|b$', 202],
    ['^(?=a)(?<name>b)(?!c)$', 1],
    ['^((a)(b|c))?$', 3],
    [evil, Number.POSITIVE_INFINITY],
    ['^(a|a)*$', Number.POSITIVE_INFINITY],
    ['^(a?)+$', Number.POSITIVE_INFINITY],
    ['^(a*)*$', Number.POSITIVE_INFINITY],
    ['^(a|aa){40}$', 2 ** 40],
  ])('%s', (pattern, tries) => {
    expect(mostTries(pattern, 100)).toBe(tries);
  });

  it('those that are run are over soon, whatever they are', () => {
    const piece = fc.constantFrom(
      'a',
      '(',
      ')',
      '*',
      '+',
      '?',
      '|',
      '[ab]',
      '.',
      '{1,3}',
      '(?:',
      '^',
      '$',
      'b',
      '{2}',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }),
        fc.integer({ min: 1, max: 60 }),
        (pieces, characters) => {
          const pattern = pieces.join('');
          let expression: RegExp;
          try {
            expression = new RegExp(pattern, 'u');
          } catch {
            return;
          }
          if (mostTries(pattern, characters) > 1_000_000) return;
          const startedMs = performance.now();
          expression.test(`${'a'.repeat(characters - 1)}!`);
          expect(performance.now() - startedMs).toBeLessThan(1_000);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
