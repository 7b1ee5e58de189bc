import { parseArgs } from 'node:util';
import type { Terminal } from './terminal/terminal.js';

/** An option of a command, as `--help` tells it. */
export interface Flag {
  /** `flag` takes no value. A `number` is checked against `min`. */
  readonly kind: 'flag' | 'text' | 'number' | 'numbers';
  readonly what: string;
  /** Shown after the name: `--port <number>`. */
  readonly value?: string;
  readonly default?: string;
  readonly min?: number;
}

export interface Values {
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly number: Readonly<Record<string, number | undefined>>;
  readonly numbers: Readonly<Record<string, readonly number[] | undefined>>;
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
  const { values, positionals } = parse(command, argv);
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
    number: ofKind('number', numberOf),
    numbers: ofKind('numbers', (name, text, flag) => text.split(',').map(part => numberOf(name, part, flag))),
    isSet: name => values[name] === true,
    words: positionals,
  };
}

function parse({ name, flags }: Command, argv: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([flag, { kind }]) => [
      flag,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const known = Object.keys(flags).map(flag => `--${flag}`);
    const what = (error as Error).message.split('. ')[0] ?? '';
    throw new UsageError(`${what}. ${name} knows ${[...known, '--help'].join(', ')}.`);
  }
}

function numberOf(name: string, text: string, { min = 0 }: Flag): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < min)
    throw new UsageError(`--${name} must be a number of at least ${min}, but is "${text}".`);
  return value;
}

const program = 'ai-sdk-routed';

export function helpOf({ name, takes, what, flags }: Command): string {
  const lines = Object.entries(flags).map(([flag, { kind, value, what: does, default: standard }]) => {
    const left = kind === 'flag' ? `--${flag}` : `--${flag} <${value ?? kind}>`;
    return [left, standard === undefined ? does : `${does} (default ${standard})`] as const;
  });
  const all = [...lines, ['--help', 'show this'] as const];
  const width = Math.max(...all.map(([left]) => left.length));
  return [
    what,
    '',
    `Usage: ${program} ${name}${takes === undefined ? '' : ` ${takes}`} [options]`,
    '',
    'Options:',
    ...all.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}

export function overviewOf(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Routes each AI SDK call to the cheapest model that will do it well.',
    '',
    `Usage: ${program} <command> [options]`,
    '',
    'Commands:',
    ...commands.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`),
    '',
    `\`${program} <command> --help\` shows a command's options.`,
  ].join('\n');
}
