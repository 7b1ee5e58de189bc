import type { Style } from './paint.js';
import { mark, painted } from './paint.js';
import { visible } from './visible.js';

/**
 * Where a command writes: results to `out`, everything that is said on the way to `say`. Control characters are shown, not
 * sent: names, messages and answers come from files, arguments and networks.
 */
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
  const shown = (text: string) => (hasColor ? painted(visible(text)) : visible(text));
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  stdout.on('error', error => {
    const { code, message } = error as NodeJS.ErrnoException;
    // A reader that has seen enough (`| head`) closes the pipe.
    if (code === 'EPIPE') process.exit(0);
    stderr.write(`The result cannot be written: ${code ?? message}.\n`);
    process.exit(1);
  });
  // Nobody is left to be told.
  stderr.on('error', () => {});
  return {
    canRedraw,
    columns: Math.max(leastColumns, stdout.columns ?? stderr.columns ?? usualColumns),
    out(line = '') {
      clear();
      stdout.write(`${shown(line)}\n`);
    },
    write(text) {
      clear();
      stdout.write(shown(text));
    },
    say(line = '') {
      clear();
      stderr.write(`${shown(line)}\n`);
    },
    redraw(line) {
      if (!canRedraw) return;
      stderr.write(`\r\u001b[2K${shown(line)}`);
      isDrawn = true;
    },
    paint: (style, text) => (hasColor ? mark(style, text) : text),
  };
}
