import { parseArgs } from 'node:util';
import type { Terminal } from './terminal/terminal.js';
import { wrap } from './terminal/wrap.js';

/** An option of a command, as `--help` tells it. */
export interface Flag {
  /** `flag` takes no value. A `count` is a whole number; `counts` are several, parted by commas; `texts` are given one by one. */
  readonly kind: 'flag' | 'text' | 'texts' | 'number' | 'count' | 'counts';
  readonly what: string;
  /** Shown after the name: `--port <number>`. */
  readonly value?: string;
  readonly default?: string;
  /** The least that a number may be; 0 by default. */
  readonly min?: number;
  /** True: it must be more than `min`. */
  readonly isAboveMin?: boolean;
  /** The most that a number may be. */
  readonly max?: number;
}

export interface Values {
  readonly text: Readonly<Record<string, string | undefined>>;
  /** None where none was given. */
  readonly texts: Readonly<Record<string, readonly string[] | undefined>>;
  readonly number: Readonly<Record<string, number | undefined>>;
  readonly counts: Readonly<Record<string, readonly number[] | undefined>>;
  readonly isSet: (name: string) => boolean;
  /** What was given without a name. */
  readonly words: readonly string[];
}

export interface Command {
  readonly name: string;
  /** What it takes besides flags: `"<prompt>"`. */
  readonly takes?: string;
  readonly what: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Resolves to the exit code: 0, or 1 when what was asked did not succeed. */
  run(values: Values, terminal: Terminal): Promise<number>;
}

/** A command line that cannot be understood: exit code 2. */
export class UsageError extends Error {}

/** @throws UsageError naming what is wrong */
export function parseValues(command: Command, argv: readonly string[]): Values {
  const entries = Object.entries(command.flags);
  const { values, positionals } = parse(command, withNegatives(command, argv));
  if (positionals.length > 0 && command.takes === undefined)
    throw new UsageError(`${command.name} takes no arguments, but got "${positionals[0]}".`);
  const given = (name: string, flag: Flag) => (values[name] as string | undefined) ?? flag.default;
  const ofKind = <Value>(kind: Flag['kind'], read: (name: string, text: string, flag: Flag) => Value) =>
    Object.fromEntries(
      entries
        .filter(([, flag]) => flag.kind === kind)
        .map(([name, flag]) => {
          const text = given(name, flag);
          return [name, text === undefined ? undefined : read(name, text, flag)];
        }),
    );
  return {
    text: ofKind('text', (_, text) => text),
    texts: Object.fromEntries(
      entries
        .filter(([, { kind }]) => kind === 'texts')
        .map(([name]) => [name, (values[name] as string[] | undefined) ?? []]),
    ),
    number: { ...ofKind('number', numberOf), ...ofKind('count', numberOf) },
    counts: ofKind('counts', (name, text, flag) => text.split(',').map(part => numberOf(name, part, flag))),
    isSet: name => values[name] === true,
    words: positionals,
  };
}

/** `--ratio -1` as `--ratio=-1`, so that the number is told what is wrong with it. */
function withNegatives({ flags }: Command, argv: readonly string[]): string[] {
  const takesNumber = (word: string | undefined) =>
    word?.startsWith('--') === true && /^(number|counts?)$/.test(flags[word.slice(2)]?.kind ?? '');
  const isJoined = (at: number) => takesNumber(argv[at - 1]) && /^-[\d.]/.test(argv[at] ?? '');
  return argv.flatMap((word, at) =>
    isJoined(at) ? [] : [isJoined(at + 1) ? `${word}=${argv[at + 1]}` : word],
  );
}

function parse({ name, flags }: Command, argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([flag, { kind }]) => [
      flag,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: kind === 'texts' },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const known = Object.keys(flags).map(flag => `--${flag}`);
    // Node adds advice in further sentences, or on further lines.
    const what = ((error as Error).message.split(/\.\s|\n/)[0] ?? '')
      .replace(/\.$/, '')
      .replace(/( <value>)?' argument (is ambiguous|missing)/, "' needs a value");
    throw new UsageError(`${what}. ${name} knows ${[...known, '--help'].join(', ')}.`);
  }
}

function numberOf(
  name: string,
  text: string,
  { kind, min = 0, max = Number.POSITIVE_INFINITY, isAboveMin = false }: Flag,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isWhole = kind !== 'number';
  const isRight = isWhole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isRight && (isAboveMin ? value > min : value >= min) && value <= max) return value;
  const most = max === Number.POSITIVE_INFINITY ? '' : ` and at most ${max}`;
  const bound = `${isAboveMin ? `above ${min}` : `of at least ${min}`}${most}`;
  throw new UsageError(`--${name} must be a ${isWhole ? 'whole ' : ''}number ${bound}, but is "${text}".`);
}

/** As it can be typed where the package is not installed for all folders. */
export const program = 'npx ai-sdk-routed';

/** The help of a command, in lines of at most `columns`. */
export function helpOf({ name, takes, what, flags }: Command, columns: number): string {
  const lines = Object.entries(flags).map(([flag, { kind, value, what: does, default: standard }]) => {
    const left = kind === 'flag' ? `--${flag}` : `--${flag} <${value ?? kind}>`;
    return [left, standard === undefined ? does : `${does} (default ${standard})`] as const;
  });
  const all = [...lines, ['--help', 'show this'] as const];
  const rows = leftAndRight(all, columns);
  return [
    ...wrap(what, columns),
    '',
    `Usage: ${program} ${name}${takes === undefined ? '' : ` ${takes}`} [options]`,
    '',
    'Options:',
    ...rows,
  ].join('\n');
}

/** Names on the left, what they are on the right, which goes on below itself. */
function leftAndRight(rows: readonly (readonly [left: string, right: string])[], columns: number): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.flatMap(([left, right]) => wrap(`  ${left.padEnd(width)}  ${right}`, columns, width + 4));
}

/** What there is, in lines of at most `columns`. */
export function overviewOf(commands: readonly Command[], columns: number): string {
  return [
    'Routes each AI SDK call to the cheapest model that will do it well.',
    '',
    `Usage: ${program} <command> [options]`,
    '',
    'Commands:',
    ...leftAndRight(
      commands.map(({ name, what }) => [name, what] as const),
      columns,
    ),
    '',
    `\`${program} <command> --help\` shows a command's options.`,
  ].join('\n');
}
