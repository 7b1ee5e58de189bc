import type { z } from 'zod/v4';
import { allowedAt, entriesAt, namesAt } from './allowed-values.js';
import { InvalidOptionsError } from './errors.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * Parses with a schema. What is wrong is told in words of our own: zod's differ from version to version, and say of a
 * union only that it is none.
 * @throws InvalidOptionsError naming the path of the first problem and what is allowed there
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root = '',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, ...told } = tell(deepest(parsed.error.issues[0] as Issue, []), schema, value);
  throw new InvalidOptionsError({ path: spell(path, root), ...told });
}

interface Located {
  readonly issue: Issue;
  readonly path: Path;
}

/** Of a union's branches, the one the value was meant for: the one whose complaint lies deepest, or has something to say. */
function deepest(issue: Issue, parent: Path): Located {
  const path = [...parent, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const complaints = issue.errors.flatMap(branch =>
    branch[0] === undefined ? [] : [deepest(branch[0], path)],
  );
  const best = complaints.sort((one, other) => depthOf(other) - depthOf(one))[0];
  return best === undefined || depthOf(best) === path.length ? { issue, path } : best;
}

function depthOf({ issue, path }: Located): number {
  const isTelling = issue.code === 'unrecognized_keys' || (issue.code === 'custom' && issue.message !== '');
  return path.length + (isTelling ? 0.5 : 0);
}

interface Told {
  readonly path: Path;
  readonly problem: string;
  readonly allowed: readonly string[];
}

function tell({ issue, path }: Located, schema: z.ZodType, value: unknown): Told {
  if (issue.code === 'unrecognized_keys') {
    const at = [...path, issue.keys[0] as string];
    return {
      path: at,
      problem: 'unknown option',
      allowed: entriesAt(schema, path, value).map(([name]) => name),
    };
  }
  if (issue.code === 'invalid_key') {
    const at = path.slice(0, -1);
    return { path: at, problem: 'holds a name that is not allowed', allowed: namesAt(schema, at, value) };
  }
  if (issue.code === 'custom' && issue.message !== '') {
    const allowed: unknown = issue.params?.allowed;
    return { path, problem: issue.message, allowed: Array.isArray(allowed) ? allowed.map(String) : [] };
  }
  const allowed = allowedAt(schema, path, value);
  const problem = gotInstead(valueAt(value, path), issue);
  // A class, or an object with a constructor of its own: zod reads plain objects only.
  const isNotPlain = problem === 'got an object' && allowed.some(one => one.startsWith('an object'));
  return { path, problem: isNotPlain ? 'got an object that is not a plain one' : problem, allowed };
}

/** Whether some strings would have been right. */
function takesNames(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.flat().some(takesNames);
  return issue.code === 'invalid_value' && issue.values.some(value => typeof value === 'string');
}

/** Says what kind of thing was given. Never a text itself: it may be a key, or a prompt. */
function gotInstead(value: unknown, issue: Issue): string {
  if (value === undefined) return 'is missing';
  if (typeof value === 'number')
    return `got ${value}${Number.isFinite(value) ? '' : ', which is not finite'}`;
  if (value === null || typeof value === 'boolean') return `got ${value}`;
  if (value === '') return 'got an empty string';
  if (typeof value === 'string' && issue.code === 'too_big')
    return `got a string of ${value.length} characters`;
  if (typeof value === 'string') return `got ${takesNames(issue) ? 'another' : 'a'} string`;
  if (Array.isArray(value)) return value.length === 0 ? 'got an empty list' : 'got a list';
  return typeof value === 'object' ? 'got an object' : `got a ${typeof value}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

/** `['routes', 'simple', 0]` as `routes.simple[0]`. */
function spell(path: Path, root: string): string {
  return path.reduce<string>((spelt, key) => {
    if (typeof key === 'number') return `${spelt}[${key}]`;
    return spelt === '' ? String(key) : `${spelt}.${String(key)}`;
  }, root);
}
