import type { ModelOptions } from '../core/model.js';
import { jsonOf } from './text-of.js';

const known = new WeakMap<object, string>();

/** A schema or a tool as JSON; worked out once per object, since the same tools come with every call. */
export function wireJson(value: object): string {
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
