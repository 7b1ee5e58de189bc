import { isFields } from '../is-fields.js';
import { pick, type Random } from '../random.js';
import { resolveSchema, type Schema, typeOf } from './resolve-schema.js';
import { synthesiseNumber } from './synthesise-number.js';
import { synthesiseString } from './synthesise-string.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Beyond these, only what the schema demands is made, so that a recursive schema comes to an end. */
const richDepth = 5;
const richNodes = 1_500;
/** A schema that demands no end gets one here, and a value that is not valid. */
const deepest = 60;
const mostNodes = 20_000;
const mostItems = 1_000;

/**
 * Makes a value that is valid against a JSON schema, the same one for the same chance and hints.
 * Knows type, enum, const, properties, required, additionalProperties, propertyNames, items, prefixItems, the
 * bounds of numbers, texts, arrays and objects, multipleOf, uniqueItems, pattern, format, anyOf, oneOf, allOf, $ref.
 * Free texts and numbers are taken from `hints` first, which are words and numbers of the question.
 */
export function synthesiseJson({
  schema,
  random,
  hints = [],
}: {
  schema: unknown;
  random: Random;
  hints?: readonly string[];
}): Json {
  const texts = hints.filter(hint => !isNumber(hint));
  const numbers = hints.filter(isNumber).map(Number);
  let nodes = 0;

  const make = (raw: unknown, name: string, depth: number): Json => {
    nodes++;
    if (depth > deepest || nodes > mostNodes) return null;
    const isLean = depth > richDepth || nodes > richNodes;
    const resolved = resolveSchema({ schema: raw, root: schema, isLean, random });
    if (resolved.const !== undefined) return resolved.const as Json;
    if (Array.isArray(resolved.enum) && resolved.enum.length > 0) return pick(resolved.enum, random) as Json;
    switch (typeOf(resolved, isLean)) {
      case 'null':
        return null;
      case 'boolean':
        return random() < 0.5;
      case 'integer':
        return synthesiseNumber({ schema: resolved, isInteger: true, random, hints: numbers });
      case 'number':
        return synthesiseNumber({ schema: resolved, isInteger: false, random, hints: numbers });
      case 'array':
        return makeArray(resolved, name, depth, isLean);
      case 'object':
        return makeObject(resolved, depth, isLean);
      default:
        return synthesiseString({ schema: resolved, name, random, hints: texts });
    }
  };

  const makeArray = (array: Schema, name: string, depth: number, isLean: boolean): Json => {
    const prefix = Array.isArray(array.prefixItems)
      ? array.prefixItems
      : Array.isArray(array.items)
        ? array.items
        : [];
    const least = Math.max(count(array.minItems, 0), prefix.length);
    const rest = array.items === false || Array.isArray(array.items) ? null : (array.items ?? {});
    const wished =
      isLean || array.items === undefined ? least : Math.max(least, 1 + Math.floor(random() * 3));
    const length = Math.min(wished, count(array.maxItems, mostItems), mostItems);
    const items: Json[] = [];
    const seen = new Set<string>();
    for (let tries = 0; items.length < length && tries < length + 200; tries++) {
      const itemSchema = prefix[items.length] ?? rest;
      if (itemSchema === null) break;
      const item = make(itemSchema, name, depth + 1);
      const key = array.uniqueItems === true ? JSON.stringify(item) : '';
      if (key !== '' && seen.has(key)) continue;
      seen.add(key);
      items.push(item);
    }
    return items;
  };

  const makeObject = (object: Schema, depth: number, isLean: boolean): Json => {
    const properties = isFields(object.properties) ? object.properties : {};
    const required: readonly string[] = Array.isArray(object.required) ? object.required.map(String) : [];
    const extra = object.additionalProperties === undefined ? {} : object.additionalProperties;
    const entries = new Map<string, Json>();
    for (const [key, property] of Object.entries(properties)) {
      if (property !== false && (required.includes(key) || !isLean))
        entries.set(key, make(property, key, depth + 1));
    }
    for (const key of required) if (!entries.has(key)) entries.set(key, make(extra, key, depth + 1));
    if (extra !== false) addExtra(entries, object, extra, depth, isLean);
    return Object.fromEntries(entries);
  };

  const addExtra = (
    entries: Map<string, Json>,
    object: Schema,
    extra: unknown,
    depth: number,
    isLean: boolean,
  ) => {
    const names = isFields(object.propertyNames)
      ? resolveSchema({ schema: object.propertyNames, root: schema, isLean, random })
      : {};
    const isRecord = isFields(object.additionalProperties) && !isFields(object.properties);
    const listed = Array.isArray(names.enum) ? names.enum.map(String) : [];
    if (isRecord) for (const key of listed) entries.set(key, make(extra, key, depth + 1));
    const wished = isRecord && !isLean && listed.length === 0 ? 1 : 0;
    const least = Math.min(Math.max(count(object.minProperties, 0), wished), mostItems);
    for (let index = 1; entries.size < least && index < least + 200; index++) {
      const isFree =
        names.pattern === undefined && names.format === undefined && names.minLength === undefined;
      const key = isFree
        ? `key${index}`
        : synthesiseString({ schema: names, name: `key${index}`, random, hints: [] });
      entries.set(key, make(extra, key, depth + 1));
    }
  };

  return make(schema, 'value', 0);
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
