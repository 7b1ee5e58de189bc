import type { Cross, Crossing, Version } from './crossing.js';

interface Start<Warning> {
  readonly type: 'stream-start';
  readonly warnings: readonly Warning[];
}

interface Telling<Warning> extends Version {
  readonly result: { readonly warnings: Warning[] };
  readonly part: { readonly type: string };
}

/** A crossing that warns of what the call loses on its way: its answer tells, before the model's own warnings. */
export const tellingLost =
  <Near extends Telling<Warning>, Far extends Version, Warning>(
    cross: (options: Near['options'], warn: (warning: Warning) => void) => Crossing<Near, Far>,
  ): Cross<Near, Far> =>
  options => {
    const lost: Warning[] = [];
    const crossing = cross(options, warning => lost.push(warning));
    const tell = atStart<Near['part'], Warning>(lost);
    return {
      options: crossing.options,
      result: result => {
        const told = crossing.result(result);
        return { ...told, warnings: before(told.warnings, lost) };
      },
      part: part => crossing.part(part).flatMap(tell),
    };
  };

/** A stream that has no start gets one. */
function atStart<Part extends { readonly type: string }, Warning>(lost: readonly Warning[]) {
  let isTold = false;
  return (part: Part): readonly Part[] => {
    const isFirst = !isTold;
    isTold = true;
    if (isStart<Warning>(part)) return [{ ...part, warnings: before(part.warnings, lost) }];
    if (!isFirst || lost.length === 0) return [part];
    const start: Start<Warning> = { type: 'stream-start', warnings: lost };
    return [start as unknown as Part, part];
  };
}

const isStart = <Warning>(part: { readonly type: string }): part is Start<Warning> =>
  part.type === 'stream-start';

/** Some models have no warnings at all where there are none. */
const before = <Warning>(warnings: readonly Warning[] | undefined, lost: readonly Warning[]): Warning[] => [
  ...lost,
  ...(warnings ?? []),
];
