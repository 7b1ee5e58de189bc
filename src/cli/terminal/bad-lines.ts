import { countOf } from './figures.js';
import type { Terminal } from './terminal.js';

/** Tells the first lines that cannot be read, and then how many more there were. */
export interface BadLines {
  add(place: string, problem: string): void;
  tellRest(): void;
  readonly count: number;
}

const shownProblems = 5;

export function badLines(terminal: Terminal): BadLines {
  let count = 0;
  return {
    add(place, problem) {
      if (count++ < shownProblems) terminal.say(`${place}: ${problem}`);
    },
    tellRest() {
      if (count > shownProblems)
        terminal.say(`... and ${countOf(count - shownProblems, 'more line')} that cannot be read`);
    },
    get count() {
      return count;
    },
  };
}
