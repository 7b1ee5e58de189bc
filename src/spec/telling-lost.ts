interface Start<Warning> {
  readonly type: 'stream-start';
  readonly warnings: readonly Warning[];
}

/**
 * Tells at the start of a stream what of the call had to be left out, before the model's own warnings. A stream that
 * has no start gets one.
 */
export function tellingLost<Part extends { readonly type: string }, Warning>(
  lost: readonly Warning[],
): (part: Part) => readonly Part[] {
  let isTold = false;
  return part => {
    const isFirst = !isTold;
    isTold = true;
    if (isStart<Warning>(part)) return [{ ...part, warnings: afterLost(lost, part.warnings) }];
    if (!isFirst || lost.length === 0) return [part];
    const start: Start<Warning> = { type: 'stream-start', warnings: lost };
    return [start as unknown as Part, part];
  };
}

const isStart = <Warning>(part: { readonly type: string }): part is Start<Warning> =>
  part.type === 'stream-start';

/** Some models have no warnings at all where there are none. */
export const afterLost = <Warning>(
  lost: readonly Warning[],
  warnings: readonly Warning[] | undefined,
): Warning[] => [...lost, ...(warnings ?? [])];
