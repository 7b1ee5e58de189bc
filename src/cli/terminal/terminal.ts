import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** Where a command writes: results to `out`, everything that is said on the way to `say`. */
export interface Terminal {
  /** A line of the result, on stdout. */
  out(line?: string): void;
  /** A piece of the result without a line end: an answer as it streams. */
  write(text: string): void;
  /** A line about what is going on, on stderr. */
  say(line?: string): void;
  /** Shows a line that the next one replaces; on a stderr that is no terminal, nothing. */
  redraw(line: string): void;
  /** Marks a text for an eye; unchanged where colours are not wanted. */
  paint(style: Style, text: string): string;
  /** True where stderr is a terminal, so that a line can be redrawn. */
  readonly canRedraw: boolean;
  /** Characters to a line; 80 where there is no terminal. */
  readonly columns: number;
}

const usualColumns = 80;
/** A narrower one is taken for a mistake. */
const leastColumns = 40;

/** The terminal of this process. No colour where stdout is no terminal, or with `NO_COLOR`. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const hasColor = stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  const canRedraw = stderr.isTTY === true && env.TERM !== 'dumb';
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  // A reader that has seen enough (`| head`) closes the pipe.
  stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    canRedraw,
    columns: Math.max(leastColumns, stdout.columns ?? stderr.columns ?? usualColumns),
    out(line = '') {
      clear();
      stdout.write(`${line}\n`);
    },
    write(text) {
      clear();
      stdout.write(text);
    },
    say(line = '') {
      clear();
      stderr.write(`${line}\n`);
    },
    redraw(line) {
      if (!canRedraw) return;
      stderr.write(`\r\u001b[2K${line}`);
      isDrawn = true;
    },
    paint: (style, text) => (hasColor ? styleText(style, text) : text),
  };
}
