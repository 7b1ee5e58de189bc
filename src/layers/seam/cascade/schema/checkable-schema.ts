import type { Schema } from '@cfworker/json-schema';
import { mostTries } from './most-tries.js';
import type { Texts } from './texts-in.js';
import { textsIn } from './texts-in.js';

/** A larger schema is not checked. */
const mostNodes = 10_000;
/** Nodes of a schema that are held against a value, each time one is; a longer check is given up. About 0.1 s. */
const mostSteps = 100_000;
/** Ways that one regular expression may be tried in, all texts of the answer together. About 0.1 s. */
const mostTriesOfAll = 10_000_000;

/** A schema that says nothing of the answer: it cannot be checked, or not in a bounded time. */
export class Uncheckable extends Error {}

/** All others hold one schema, if they hold an object. */
const holdList = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);
const holdNamed = new Set(
  '$defs definitions dependencies dependentSchemas patternProperties properties'.split(' '),
);
/** Data, which may look like anything. */
const holdData = new Set(['const', 'default', 'enum', 'examples']);
/** Their meaning hangs on what was seen on the way. */
const dynamic = ['$dynamicRef', '$recursiveAnchor', '$recursiveRef'];
/** What a laxer schema elsewhere may turn from a yes into a no. */
const strictHere = new Set('else if maxContains not then unevaluatedItems unevaluatedProperties'.split(' '));

/**
 * A copy of a schema that can be checked against `value` in a bounded time, and whose no is a no of the schema itself.
 * Left out is what would have to run for long (a regular expression that may backtrack, `uniqueItems`), what one library
 * reads otherwise than another (`format`, which the specification calls an annotation), and with those what a laxer
 * schema would turn into a no. The library marks the schemas that it reads: it is never given the application's own.
 * @throws Uncheckable
 */
export function checkableSchema(schema: unknown, value: unknown): Schema | boolean {
  const texts = textsIn(value);
  const exact = copyOf(schema, texts, false);
  return exact.isWhole ? exact.schema : copyOf(schema, texts, true).schema;
}

function copyOf(schema: unknown, texts: Texts, isLax: boolean) {
  const counting = stepCounter();
  let isWhole = true;
  let nodes = 0;

  function mayRun(pattern: unknown): boolean {
    if (typeof pattern !== 'string' || !compiles(pattern)) return false;
    return mostTries(pattern, texts.longest) * texts.count <= mostTriesOfAll;
  }

  function isLeftOut(keyword: string, held: unknown): boolean {
    if (keyword === '__proto__' || (isLax && strictHere.has(keyword))) return true;
    const isDropped =
      keyword === 'format' || keyword === 'uniqueItems' || (keyword === 'pattern' && !mayRun(held));
    if (isDropped) isWhole = false;
    return isDropped;
  }

  function copyHeld(keyword: string, held: unknown): unknown {
    if (typeof held !== 'object' || held === null || holdData.has(keyword)) return held;
    if (Array.isArray(held)) return holdList.has(keyword) ? held.map(copy) : held;
    if (!holdNamed.has(keyword)) return copy(held);
    const named = Object.entries(held);
    if (keyword === 'patternProperties' && !named.every(([pattern]) => mayRun(pattern)))
      throw new Uncheckable('a pattern of its properties may take too long');
    return Object.fromEntries(named.map(([name, one]) => [name, Array.isArray(one) ? one : copy(one)]));
  }

  function copy(node: unknown): Schema | boolean {
    if (typeof node === 'boolean') return node;
    if (typeof node !== 'object' || node === null || Array.isArray(node))
      throw new Uncheckable('it is no schema');
    if (++nodes > mostNodes) throw new Uncheckable('it is too large');
    if (dynamic.some(keyword => keyword in node)) throw new Uncheckable('it has a dynamic reference');
    const made = Object.create(counting) as Record<string, unknown>;
    for (const [keyword, held] of Object.entries(node))
      if (!isLeftOut(keyword, held)) made[keyword] = copyHeld(keyword, held);
    if (isLax && 'oneOf' in made) {
      made.anyOf ??= made.oneOf;
      delete made.oneOf;
    }
    return made as Schema;
  }

  return { schema: copy(schema), isWhole };
}

/**
 * What the copies inherit: the library reads `$recursiveAnchor` of each node whenever it holds it against a value, and
 * none has one of its own. So nested references, which grow by powers, end.
 */
function stepCounter(): object {
  let steps = 0;
  return Object.defineProperty({}, '$recursiveAnchor', {
    get() {
      if (++steps > mostSteps) throw new Uncheckable('it takes too long');
      return undefined;
    },
  });
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
