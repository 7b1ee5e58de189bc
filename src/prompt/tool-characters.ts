import type { ModelOptions } from '../core/model.js';
import { jsonOf } from './text-of.js';

const known = new WeakMap<object, string>();

/** A schema or a tool as JSON; worked out once per object, since the same tools come with every call. */
export function wireJson(value: object): string {
  // What should be a schema may be anything: it is for the target to say what it thinks of it.
  if (typeof value !== 'object' || value === null) return jsonOf(value);
  let json = known.get(value);
  if (json === undefined) {
    json = jsonOf(value);
    known.set(value, json);
  }
  return json;
}

/** The JSON of all tools and of the response schema, one text each. */
export function declarations({
  tools,
  responseFormat,
}: Pick<ModelOptions, 'tools' | 'responseFormat'>): string[] {
  const texts = tools === undefined ? [] : tools.map(wireJson);
  if (responseFormat?.type === 'json' && responseFormat.schema !== undefined)
    texts.push(wireJson(responseFormat.schema));
  return texts;
}
