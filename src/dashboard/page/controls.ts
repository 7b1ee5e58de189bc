import { el, setText } from './dom.js';
import { ranges } from './ranges.js';

/** How much time is shown, and whether it stands still. */
export function createControls(onChange: () => void) {
  let range = 0;
  let isPaused = false;
  const buttons = ranges.map(({ text, long }, index) => {
    const button = el(
      'button',
      { type: 'button', 'aria-pressed': String(index === range), 'aria-label': `Show the ${long}` },
      text,
    );
    button.addEventListener('click', () => {
      range = index;
      for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
      onChange();
    });
    return button;
  });
  const pause = el('button', { type: 'button', class: 'pause' }, 'Pause');
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    setText(pause, isPaused ? 'Resume' : 'Pause');
    onChange();
  });
  const element = el(
    'div',
    { class: 'controls' },
    el('div', { class: 'ranges', role: 'group', 'aria-label': 'Time shown' }, ...buttons),
    pause,
  );
  return {
    element,
    get range() {
      return range;
    },
    get isPaused() {
      return isPaused;
    },
  };
}
