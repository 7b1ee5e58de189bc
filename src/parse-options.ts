import type { z } from 'zod/v4';
import { InvalidOptionsError } from './core/errors.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Parses with a schema. @throws InvalidOptionsError naming the path of the first problem and what is allowed there. */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root = '',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw toError(deepest(parsed.error.issues[0] as Issue, []), schema, root);
}

interface Located {
  readonly issue: Issue;
  readonly path: Path;
}

/** Of a union's branches, the one the value was meant for: the one whose complaint lies deepest. */
function deepest(issue: Issue, parent: Path): Located {
  const path = [...parent, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const complaints = issue.errors.flatMap(branch =>
    branch[0] === undefined ? [] : [deepest(branch[0], path)],
  );
  const depthOf = (located: Located) =>
    located.path.length + (located.issue.code === 'unrecognized_keys' ? 0.5 : 0);
  const best = complaints.sort((one, other) => depthOf(other) - depthOf(one))[0];
  const isTie = best !== undefined && depthOf(best) === path.length;
  return best === undefined || isTie
    ? { issue: { ...issue, message: alternatives(complaints) }, path }
    : best;
}

const alternatives = (complaints: readonly Located[]) =>
  [...new Set(complaints.map(({ issue }) => lowerFirst(issue.message)))].join(', or ');

function toError({ issue, path }: Located, schema: z.ZodType, root: string): InvalidOptionsError {
  if (issue.code === 'unrecognized_keys') {
    const at = [...path, issue.keys[0] as string];
    return new InvalidOptionsError({
      path: spell(at, root),
      problem: 'unknown option',
      allowed: keysAt(schema, path),
    });
  }
  const allowed = issue.code === 'invalid_value' ? issue.values.map(value => JSON.stringify(value)) : [];
  return new InvalidOptionsError({
    path: spell(path, root),
    problem: lowerFirst(issue.message).replace(/\.$/, ''),
    allowed,
  });
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** `['routes', 'simple', 0]` as `routes.simple[0]`. */
function spell(path: Path, root: string): string {
  return path.reduce<string>((spelt, key) => {
    if (typeof key === 'number') return `${spelt}[${key}]`;
    return spelt === '' ? String(key) : `${spelt}.${String(key)}`;
  }, root);
}

/** What zod keeps about a schema, as far as a walk down to a path needs it. */
interface Definition {
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** The names that an object may have at a path of the schema; empty when there is no object there. */
function keysAt(schema: z.ZodType | undefined, path: Path): string[] {
  if (schema === undefined) return [];
  const {
    innerType,
    in: input,
    out,
    shape,
    valueType,
    element,
    options,
  } = schema.def as unknown as Definition;
  if (options !== undefined)
    return options.map(option => keysAt(option, path)).find(keys => keys.length > 0) ?? [];
  if (innerType !== undefined) return keysAt(innerType, path);
  if (input !== undefined) {
    const keys = keysAt(input, path);
    return keys.length > 0 ? keys : keysAt(out, path);
  }
  const [key, ...rest] = path;
  if (key === undefined) return shape === undefined ? [] : Object.keys(shape);
  return keysAt(shape?.[String(key)] ?? valueType ?? element, rest);
}
