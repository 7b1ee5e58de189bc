import type { Terminal } from './terminal.js';

const widthInCells = 30;

/** Shows how far a piece of work has come: redrawn in place, or a line per quarter where that cannot be done. */
export function progressBar(
  terminal: Terminal,
  total: number,
  noun: string,
): (done: number, note?: string) => void {
  let quarterShown = 0;
  return (done, note = '') => {
    const ratio = total === 0 ? 1 : done / total;
    const filled = Math.round(ratio * widthInCells);
    terminal.redraw(
      `${'█'.repeat(filled)}${'░'.repeat(widthInCells - filled)} ${done}/${total} ${noun} ${note}`.trimEnd(),
    );
    const quarter = Math.floor(ratio * 4);
    if (!terminal.canRedraw && quarter > quarterShown) terminal.say(`${done}/${total} ${noun}`);
    quarterShown = quarter;
  };
}
