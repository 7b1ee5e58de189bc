import { isFields } from '../is-fields.js';
import { pick, type Random } from '../random.js';

export type Schema = Readonly<Record<string, unknown>>;

const mostHops = 64;

/**
 * The schema with its `$ref`, `allOf`, `anyOf` and `oneOf` worked in: one branch is chosen by chance,
 * or, when `isLean`, the branch that nests least. An unusable schema is an empty one, which allows anything.
 */
export function resolveSchema({
  schema,
  root,
  isLean,
  random,
}: {
  schema: unknown;
  root: unknown;
  isLean: boolean;
  random: Random;
}): Schema {
  let current: Schema = isFields(schema) ? schema : {};
  for (let hop = 0; hop < mostHops; hop++) {
    const { $ref, allOf, anyOf, oneOf, ...own } = current;
    if (typeof $ref === 'string') {
      current = mergeSchemas(followReference($ref, root), { ...own, ...given({ allOf, anyOf, oneOf }) });
    } else if (Array.isArray(allOf)) {
      const parts = allOf.map(part => resolveSchema({ schema: part, root, isLean, random }));
      current = parts.reduce<Schema>(mergeSchemas, { ...own, ...given({ anyOf, oneOf }) });
    } else if (Array.isArray(anyOf) || Array.isArray(oneOf)) {
      const branches = (Array.isArray(anyOf) ? anyOf : oneOf) as readonly unknown[];
      const rest = Array.isArray(anyOf) ? given({ oneOf }) : {};
      const branch = chooseBranch({ branches, root, isLean, random });
      current = mergeSchemas({ ...own, ...rest }, branch);
    } else {
      return current;
    }
  }
  return {};
}

/** The type to make. A text that may be null is a text, unless the value is to be lean. */
export function typeOf(schema: Schema, isLean: boolean): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const isNullable = type.includes('null');
    return String((isLean && isNullable ? 'null' : type.find(one => one !== 'null')) ?? 'null');
  }
  const has = (...keys: readonly string[]) => keys.some(key => schema[key] !== undefined);
  if (has('properties', 'required', 'additionalProperties', 'minProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems')) return 'array';
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number';
  return 'string';
}

function chooseBranch({
  branches,
  root,
  isLean,
  random,
}: {
  branches: readonly unknown[];
  root: unknown;
  isLean: boolean;
  random: Random;
}): Schema {
  const usable = branches.filter(isFields);
  if (usable.length === 0) return {};
  if (isLean) {
    const heights = usable.map(branch =>
      heightOf({ schema: branch, root, inside: [], looks: { left: 500 } }),
    );
    return usable[heights.indexOf(Math.min(...heights))] as Schema;
  }
  const filled = usable.filter(branch => branch.type !== 'null');
  return pick(filled.length > 0 ? filled : usable, random);
}

/**
 * How deep the smallest value of a schema nests; infinite when it holds itself (`inside` are those around it),
 * or when no end is found in so many looks.
 */
function heightOf({
  schema,
  root,
  inside,
  looks,
}: {
  schema: unknown;
  root: unknown;
  inside: readonly Schema[];
  looks: { left: number };
}): number {
  if (!isFields(schema)) return 0;
  if (inside.includes(schema) || looks.left-- <= 0) return Number.POSITIVE_INFINITY;
  const below = (one: unknown) => heightOf({ schema: one, root, inside: [...inside, schema], looks });
  if (typeof schema.$ref === 'string') return below(followReference(schema.$ref, root));
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return Math.min(...branches.map(below));
  if (Array.isArray(schema.allOf)) return Math.max(0, ...schema.allOf.map(below));
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const properties = isFields(schema.properties) ? schema.properties : {};
  if (typeOf(schema, true) === 'object')
    return 1 + Math.max(0, ...required.map(key => below(properties[key])));
  return typeOf(schema, true) === 'array' && Number(schema.minItems ?? 0) > 0 ? 1 + below(schema.items) : 0;
}

/** The place that a local JSON pointer names (RFC 6901). */
function followReference(reference: string, root: unknown): Schema {
  if (!reference.startsWith('#')) return {};
  let at: unknown = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
    at = (isFields(at) || Array.isArray(at)) && Object.hasOwn(at, key) ? (at as Schema)[key] : undefined;
  }
  return isFields(at) ? at : {};
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** A schema that both allow, as far as their own keywords go. */
function mergeSchemas(one: Schema, other: Schema): Schema {
  const merged: Record<string, unknown> = { ...one, ...other };
  const both = (key: string) => one[key] !== undefined && other[key] !== undefined;
  for (const key of ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']) {
    if (both(key)) merged[key] = Math.max(Number(one[key]), Number(other[key]));
  }
  for (const key of ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']) {
    if (both(key)) merged[key] = Math.min(Number(one[key]), Number(other[key]));
  }
  if (both('required')) merged.required = [...new Set([...asList(one.required), ...asList(other.required)])];
  if (both('allOf')) merged.allOf = [...asList(one.allOf), ...asList(other.allOf)];
  if (both('enum')) merged.enum = asList(one.enum).filter(item => asList(other.enum).includes(item));
  if (both('type')) merged.type = narrowType(one.type, other.type);
  if (both('properties')) merged.properties = mergeProperties(one.properties, other.properties);
  return merged;
}

function mergeProperties(one: unknown, other: unknown): Schema {
  const merged = new Map(Object.entries(isFields(one) ? one : {}));
  for (const [key, property] of Object.entries(isFields(other) ? other : {})) {
    merged.set(key, merged.has(key) ? { allOf: [merged.get(key), property] } : property);
  }
  return Object.fromEntries(merged);
}

function narrowType(one: unknown, other: unknown): unknown {
  const types = asList(other);
  const shared = asList(one).filter(type => types.includes(type));
  if (shared.length > 0) return shared.length === 1 ? shared[0] : shared;
  return asList(one).includes('integer') || types.includes('integer') ? 'integer' : other;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function given(fields: Schema): Schema {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
