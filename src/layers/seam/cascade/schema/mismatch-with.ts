import type { SchemaDraft } from '@cfworker/json-schema';
import { checkableSchema } from './checkable-schema.js';

/**
 * The keyword of a JSON schema that a value does not satisfy; null where it satisfies all that is checked. Never the
 * value, nor a name of its: it is told in events. The library is loaded at the first check.
 * Rejects, with whatever it may be, where the schema cannot be checked: a reference to elsewhere, one that never ends,
 * a schema that is none, is too large, or takes too long.
 */
export async function mismatchWith(schema: unknown, value: unknown): Promise<string | null> {
  const { Validator } = await import('@cfworker/json-schema');
  const { valid, errors } = new Validator(checkableSchema(schema, value), draftOf(schema)).validate(value);
  // The innermost comes last; `false` says only that another keyword allows nothing there.
  return valid ? null : (errors.findLast(({ keyword }) => keyword !== 'false')?.keyword ?? 'false');
}

function draftOf(schema: unknown): SchemaDraft {
  const told = String((schema as { readonly $schema?: unknown }).$schema);
  if (told.includes('draft-04')) return '4';
  if (told.includes('draft-06') || told.includes('draft-07')) return '7';
  return told.includes('2019-09') ? '2019-09' : '2020-12';
}
