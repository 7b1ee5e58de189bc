import { describe, expect, it } from 'vitest';
import { explored } from '../../src/route/explored.js';

const order = (
  samples: Readonly<Record<string, number | null>>,
  draw: number,
  never: readonly string[] = [],
) => {
  const candidates = Object.keys(samples).map(id => ({ target: { id } }));
  const { candidates: ordered, reasons } = explored(
    { candidates: candidates as never, reasons: ['before'] },
    draw,
    {
      times: {
        mode: 'stream',
        of: ({ id }) => {
          const count = samples[id] ?? null;
          return count === null ? null : { p95: 1, samples: count };
        },
      },
      mayGoFirst: ({ target }) => !never.includes(target.id),
    },
  );
  return [ordered.map(({ target }) => target.id).join(''), ...reasons];
};
const first = (id: string) => `${id} first, to learn how fast it is`;

describe('who is measured', () => {
  // With 3 samples a target is a quarter as likely as with none: of two such, the first fifth of all draws is its own.
  it.each<[string, Parameters<typeof order>, string[]]>([
    ['the only other one', [{ a: null, b: null }, 0.99], ['ba', 'before', first('b')]],
    [
      'the one of which less is known, mostly',
      [{ a: 0, b: 3, c: null }, 0.21],
      ['cab', 'before', first('c')],
    ],
    [
      'the one of which more is known, now and then',
      [{ a: 0, b: 3, c: 0 }, 0.19],
      ['bac', 'before', first('b')],
    ],
    ['nobody, where all are well known', [{ a: 0, b: 20, c: 400 }, 0.5], ['abc', 'before']],
    ['nobody who is well known', [{ a: 0, b: 20, c: 19 }, 0], ['cab', 'before', first('c')]],
    ['nobody who must not go first', [{ a: 0, b: 0, c: 0 }, 0, ['b']], ['cab', 'before', first('c')]],
    ['nobody, where there is no other', [{ a: 0 }, 0.5], ['a', 'before']],
    ['nobody, where there is none at all', [{}, 0.5], ['', 'before']],
  ])('%s', (_, asked, told) => {
    expect(order(...asked)).toEqual(told);
  });
});
