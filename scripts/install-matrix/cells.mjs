/** What the matrix is made of. A cell is one value of each axis. */
export const axes = {
  ai: ['4', '5', '6', '7'],
  node: ['20', '22'],
  pm: ['npm', 'pnpm', 'yarn'],
  strict: ['off', 'on'],
};

/** AI SDK 4 knows zod 3 only, and we import `zod/v4`, which zod 3 has from 3.25 on. */
export const zodFor = { 4: '^3.25.76', 5: '^4.1.8', 6: '^4.1.8', 7: '^4.1.8' };

export const doorFor = {
  4: 'ai-sdk-routed/v1',
  5: 'ai-sdk-routed/v2',
  6: 'ai-sdk-routed/v3',
  7: 'ai-sdk-routed',
};

/** All cells, or those of `ai=4,ai=5,pm=npm`: values of the same axis are alternatives. */
export function chooseCells(only = '') {
  const wanted = parseOnly(only);
  let cells = [{}];
  for (const [axis, values] of Object.entries(axes))
    cells = cells.flatMap(cell => (wanted[axis] ?? values).map(value => ({ ...cell, [axis]: value })));
  return cells;
}

function parseOnly(only) {
  const wanted = {};
  for (const pair of only.split(',').filter(Boolean)) {
    const [axis, value] = pair.split('=');
    if (!Object.hasOwn(axes, axis))
      throw new Error(`--only: there is no '${axis}'. There are: ${Object.keys(axes).join(', ')}.`);
    if (!axes[axis].includes(value))
      throw new Error(`--only: ${axis} cannot be '${value}'. It can be: ${axes[axis].join(', ')}.`);
    wanted[axis] = [...(wanted[axis] ?? []), value];
  }
  return wanted;
}
