import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineWriter } from '../../src/record/line-writer.js';
import type { Disk } from '../../src/record/rotated-file.js';
import { rotatedFile } from '../../src/record/rotated-file.js';

const path = 'calls.jsonl';

class Crash extends Error {}

/** A folder in memory. Files live on under a new name, or without one, as long as they are open. */
function folder() {
  interface File {
    readonly id: string;
    text: string;
  }
  const files = new Map<string, File>();
  let made = 0;
  /** Steps until the process dies, in the middle of a write too; nothing works after that. */
  let stepsLeft = Number.POSITIVE_INFINITY;
  let hasCrashed = false;
  let isLocked = false;
  const state = { canRename: true, opened: 0 };

  function step(half: () => void = () => {}): void {
    if (hasCrashed) throw new Crash();
    if (stepsLeft-- > 0) return;
    hasCrashed = true;
    half();
    throw new Crash();
  }
  const bytes = (text: string) => Buffer.byteLength(text);
  const disk: Disk = {
    async open(name) {
      step();
      state.opened++;
      const file = files.get(name) ?? { id: String(++made), text: '' };
      files.set(name, file);
      return {
        facts: async () => ({ id: file.id, sizeBytes: bytes(file.text) }),
        endsMidLine: async () => file.text !== '' && !file.text.endsWith('\n'),
        async append(text) {
          step(() => {
            file.text += text.slice(0, text.length / 2);
          });
          file.text += text;
        },
        close: async () => {},
      };
    },
    async look(name) {
      const file = files.get(name);
      return file === undefined ? null : { id: file.id, sizeBytes: bytes(file.text) };
    },
    async rename(from, to) {
      step();
      const file = files.get(from);
      if (!state.canRename || file === undefined) throw new Error('EACCES');
      files.delete(from);
      files.set(to, file);
    },
    async lock() {
      step();
      if (isLocked) return null;
      isLocked = true;
      return async () => {
        step();
        isLocked = false;
      };
    },
  };
  return {
    disk,
    state,
    files,
    text: (name = path) => files.get(name)?.text ?? null,
    put: (name: string, text: string) => files.set(name, { id: String(++made), text }),
    names: () => [...files.keys()].sort(),
    /** The oldest first. */
    lines: () =>
      [...files]
        .sort(([one], [other]) => ageOf(other) - ageOf(one))
        .flatMap(([, { text }]) => text.split('\n').slice(0, -1)),
    crashAfter(steps: number) {
      stepsLeft = steps;
    },
    /** Another process holds the lock, or no more. */
    lock(isHeld: boolean) {
      isLocked = isHeld;
    },
    restart() {
      hasCrashed = false;
      isLocked = false;
      stepsLeft = Number.POSITIVE_INFINITY;
    },
  };
}

const ageOf = (name: string): number => (name === path ? 0 : Number(name.slice(path.length + 1)));

function writing(options: { maxBytes: number; keep?: number }, place = folder()) {
  const file = rotatedFile(place.disk, path, { keep: 3, ...options });
  return { ...place, place, writer: createLineWriter(file) };
}

describe('a rotated file', () => {
  it('moves aside before it would grow over its bound, and keeps so many', async () => {
    const { writer, names, text } = writing({ maxBytes: 9, keep: 2 });
    for (const line of ['one', 'two', 'three', 'four', 'five', 'six']) await writer.add(line);
    expect(names()).toEqual([path, `${path}.1`, `${path}.2`]);
    expect([text(`${path}.2`), text(`${path}.1`), text()]).toEqual(['three\n', 'four\n', 'five\nsix\n']);
  });

  it('splits lines of one turn between files, never a line', async () => {
    const { writer, text } = writing({ maxBytes: 10 });
    await Promise.all(['123', '456', 'too long for any', '789'].map(writer.add));
    expect([3, 2, 1].map(age => text(`${path}.${age}`)).concat(text())).toEqual([
      null,
      '123\n456\n',
      'too long for any\n',
      '789\n',
    ]);
  });

  it('counts in bytes, and the file that was there before', async () => {
    const { writer, put, text } = writing({ maxBytes: 12 });
    put(path, 'chào\n');
    await writer.add('ạ');
    expect(text()).toBe('chào\nạ\n');
    await writer.add('ạ');
    expect(text()).toBe('ạ\n');
  });

  it('fills a gap before it gives up an old file', async () => {
    const { writer, put, names, text } = writing({ maxBytes: 4 });
    put(`${path}.1`, 'b\n');
    put(`${path}.3`, 'a\n');
    put(path, 'c\n');
    await writer.add('ddd');
    expect(names()).toEqual([path, `${path}.1`, `${path}.2`, `${path}.3`]);
    expect([3, 2, 1].map(age => text(`${path}.${age}`))).toEqual(['a\n', 'b\n', 'c\n']);
  });

  it('grows on while another process moves it, and loses nothing', async () => {
    const { writer, lock, lines, names } = writing({ maxBytes: 9 });
    lock(true);
    for (const line of ['one', 'two', 'three', 'four']) await writer.add(line);
    expect(names()).toEqual([path]);
    lock(false);
    await writer.add('five');
    expect(names()).toEqual([path, `${path}.1`]);
    expect(lines()).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('is not moved again where another process moved it before the lock was had', async () => {
    const place = folder();
    const { disk } = place;
    const moved: Disk = {
      ...disk,
      async lock(name) {
        await disk.rename(path, `${path}.1`);
        place.put(path, 'theirs\n');
        return disk.lock(name);
      },
    };
    const writer = createLineWriter(rotatedFile(moved, path, { maxBytes: 12, keep: 1 }));
    await writer.add('one');
    await writer.add('too long');
    expect([place.text(`${path}.1`), place.text()]).toEqual(['one\n', 'theirs\ntoo long\n']);
  });

  it('is moved once where two writers of one file find it full at once', async () => {
    const place = folder();
    const [one, other] = [1, 2].map(() => writing({ maxBytes: 9, keep: 100 }, place));
    const written = Array.from({ length: 20 }, (_, number) => String(number).padStart(3, '0'));
    await Promise.all(written.map((line, number) => (number % 2 === 0 ? one! : other!).writer.add(line)));
    expect(place.lines().sort()).toEqual(written);
  });

  it('grows on where it cannot be renamed, and is rotated once it can', async () => {
    const { writer, state, names, text } = writing({ maxBytes: 4 });
    state.canRename = false;
    for (const line of ['one', 'two', 'three']) await writer.add(line);
    expect(writer.dropped).toBe(0);
    expect(text()).toBe('one\ntwo\nthree\n');
    state.canRename = true;
    await writer.add('four');
    expect(names()).toEqual([path, `${path}.1`]);
    expect(text()).toBe('four\n');
  });

  it.each([
    ['renamed', (files: Map<string, unknown>) => files.set('elsewhere', files.get(path))],
    ['removed', () => {}],
  ])('begins anew where another tool has %s it', async (_, first) => {
    const { writer, files, text, state } = writing({ maxBytes: 100 });
    await writer.add('one');
    first(files);
    files.delete(path);
    await writer.add('two');
    await writer.add('three');
    expect(text()).toBe('two\nthree\n');
    expect(state.opened).toBe(2);
  });

  it('ends the half line that another process left while both were writing', async () => {
    const { writer, files, text } = writing({ maxBytes: 100 });
    await writer.add('one');
    files.get(path)!.text += 'theirs\n{"ha';
    await writer.add('two');
    await writer.add('three');
    expect(text()).toBe('one\ntheirs\n{"ha\ntwo\nthree\n');
  });

  it('holds every confirmed line once, whole and in order, wherever a crash comes', async () => {
    let crashes = 0;
    const run = fc.record({
      crashAfter: fc.nat(12),
      lines: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 25 }),
        async (runs, maxBytes) => {
          const place = folder();
          const confirmed: string[] = [];
          let number = 0;
          for (const { crashAfter, lines } of runs) {
            place.crashAfter(crashAfter);
            // No old file is given up: so many are never made.
            const { writer } = writing({ maxBytes, keep: 100 }, place);
            for (const length of lines) {
              const line = `<${'x'.repeat(length)}${number++}>`;
              await writer.add(line).then(
                () => confirmed.push(line),
                () => crashes++,
              );
            }
            place.restart();
          }
          const whole = place.lines().filter(line => /^<x+\d+>$/.test(line));
          // Of the line that a crash cut off, all may be there; it was not confirmed.
          expect(whole.filter(line => confirmed.includes(line))).toEqual(confirmed);
          for (const line of place.lines()) expect(line.lastIndexOf('<')).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
    expect(crashes).toBeGreaterThan(100);
  });
});
