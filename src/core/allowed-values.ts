import type { z } from 'zod/v4';

type Path = readonly PropertyKey[];

/** What zod 3.25 and 4 both keep about a schema, as far as it takes to say in words what the schema takes. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
}

interface Check {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

const definitionOf = (schema: z.ZodType) => schema.def as unknown as Definition;

/** What a `thing` of ours, which zod cannot look into, calls itself. */
const titleOf = (schema: z.ZodType): string | undefined => schema.meta()?.title;

/** What may stand at a path of a schema: names as they are written, the rest in words. `value` decides between variants. */
export function allowedAt(schema: z.ZodType, path: Path, value?: unknown): string[] {
  return [...new Set(schemasAt(schema, path, value).flatMap(inWords))];
}

/** The options that an object may have at a path of the schema, each with its schema; none when there is no object there. */
export function entriesAt(schema: z.ZodType, path: Path, value?: unknown): [string, z.ZodType][] {
  const shape = schemasAt(schema, path, value)
    .map(one => definitionOf(one).shape)
    .find(one => one !== undefined);
  return Object.entries(shape ?? {});
}

/** What may be a name in the record at a path of the schema. */
export function namesAt(schema: z.ZodType, path: Path, value: unknown): string[] {
  return schemasAt(schema, path, value).flatMap(one => {
    const { keyType } = definitionOf(one);
    return keyType === undefined ? [] : inWords(keyType);
  });
}

function schemasAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType[] {
  const here = unwrapped(schema, value);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  return here.flatMap(one => {
    const { shape, valueType, element } = definitionOf(one);
    const child = shape?.[String(key)] ?? valueType ?? element;
    return child === undefined ? [] : schemasAt(child, rest, (value as Record<PropertyKey, unknown>)?.[key]);
  });
}

/** The schemas that a value may follow: defaults, pipes and unions opened. */
function unwrapped(schema: z.ZodType, value: unknown): z.ZodType[] {
  const { innerType, in: input, out, options, discriminator } = definitionOf(schema);
  if (titleOf(schema) !== undefined) return [schema];
  if (innerType !== undefined) return unwrapped(innerType, value);
  if (input !== undefined && out !== undefined) return [...unwrapped(input, value), ...unwrapped(out, value)];
  if (options === undefined) return [schema];
  const variants = options.filter(
    option => discriminator === undefined || isOf(option, discriminator, value),
  );
  return (variants.length > 0 ? variants : options).flatMap(option => unwrapped(option, value));
}

function isOf(variant: z.ZodType, discriminator: string, value: unknown): boolean {
  const kind = (value as Record<string, unknown> | null | undefined)?.[discriminator];
  const schema = definitionOf(variant).shape?.[discriminator];
  return schema !== undefined && definitionOf(schema).values?.includes(kind) === true;
}

function inWords(schema: z.ZodType): string[] {
  const title = titleOf(schema);
  if (title !== undefined) return [title];
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'enum':
      return Object.values(definition.entries ?? {}).map(String);
    case 'literal':
      return (definition.values ?? []).map(String);
    case 'boolean':
      return ['true', 'false'];
    case 'number':
      return [`a ${definition.format === 'safeint' ? 'whole ' : ''}number${boundsOf(definition)}`];
    case 'string':
      return [sized('string', definition)];
    case 'array':
      return [`${sized('list', definition)}${ofStrings(definition.element)}`];
    case 'record':
      return [`an object${ofStrings(definition.valueType)}`];
    case 'object':
      return ['an object'];
    default:
      return [];
  }
}

const ofStrings = (inner: z.ZodType | undefined): string =>
  inner !== undefined && definitionOf(inner).type === 'string' ? ' of strings' : '';

const checksOf = ({ checks = [] }: Definition) => checks.map(({ _zod }) => _zod.def);

function boundsOf(definition: Definition): string {
  const bounds = checksOf(definition).flatMap(({ check, value, inclusive }) => {
    const sign = check === 'greater_than' ? '>' : check === 'less_than' ? '<' : null;
    return sign === null ? [] : [`${sign}${inclusive === true ? '=' : ''} ${value}`];
  });
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}

function sized(noun: string, definition: Definition): string {
  const isFilled = checksOf(definition).some(({ minimum = 0 }) => minimum > 0);
  const longest = checksOf(definition).find(({ check }) => check === 'max_length')?.maximum;
  return `a ${isFilled ? 'non-empty ' : ''}${noun}${longest === undefined ? '' : ` of at most ${longest} characters`}`;
}
