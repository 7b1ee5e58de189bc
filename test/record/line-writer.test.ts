import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineWriter } from '../../src/record/line-writer.js';
import type { Disk } from '../../src/record/rotated-file.js';
import { rotatedFile } from '../../src/record/rotated-file.js';

/** A disk with so much room, whose writes fail as a full one does: with what fits already there. */
function disk({ content = '', room = Number.POSITIVE_INFINITY } = {}) {
  const state = {
    content,
    room,
    opened: 0,
    closed: 0,
    writes: 0,
    underWay: 0,
    mostUnderWay: 0,
    canOpen: true,
  };
  const facts = async () => ({ id: 'one', sizeBytes: state.content.length });
  const open: Disk['open'] = async () => {
    state.opened++;
    if (!state.canOpen) throw new Error('ENOENT');
    return {
      facts,
      endsMidLine: async () => state.content !== '' && !state.content.endsWith('\n'),
      async append(text) {
        state.writes++;
        state.mostUnderWay = Math.max(state.mostUnderWay, ++state.underWay);
        await Promise.resolve();
        state.underWay--;
        const fits = text.slice(0, state.room);
        state.content += fits;
        state.room -= fits.length;
        if (fits.length < text.length) throw new Error('ENOSPC');
      },
      close: async () => void state.closed++,
    };
  };
  const refuse = () => Promise.reject(new Error('EACCES'));
  const files: Disk = { open, look: facts, rename: refuse, lock: refuse };
  const file = rotatedFile(files, 'calls.jsonl', { maxBytes: Number.POSITIVE_INFINITY, keep: 1 });
  return { state, file };
}

const settled = (promises: readonly Promise<void>[]) =>
  Promise.allSettled(promises).then(all => all.map(({ status }) => status));

describe('a line writer', () => {
  it('writes the lines of one turn at once, in order, and opens nothing before the first', async () => {
    const { state, file } = disk();
    const writer = createLineWriter(file);
    expect(state.opened).toBe(0);
    await Promise.all(['one', 'two', 'three'].map(writer.add));
    expect(state).toMatchObject({ content: 'one\ntwo\nthree\n', opened: 1, writes: 1 });
    await writer.close();
    expect(state.closed).toBe(1);
  });

  it('ends the half line that a crash left, and loses nothing', async () => {
    const { state, file } = disk({ content: 'whole\n{"half' });
    const writer = createLineWriter(file);
    await writer.add('next');
    await writer.add('after');
    expect(state.content).toBe('whole\n{"half\nnext\nafter\n');
  });

  it('begins a new line after a write that a full disk cut, once there is room again', async () => {
    const { state, file } = disk({ room: 9 });
    const writer = createLineWriter(file);
    await writer.add('first');
    await expect(writer.add('second')).rejects.toThrow('ENOSPC');
    expect(state.content).toBe('first\nsec');
    state.room = 100;
    await writer.add('third');
    expect(state.content).toBe('first\nsec\nthird\n');
    expect(writer.dropped).toBe(1);
  });

  it('tries to open again at the next line where it could not', async () => {
    const { state, file } = disk();
    state.canOpen = false;
    const writer = createLineWriter(file);
    await expect(writer.add('lost')).rejects.toThrow('ENOENT');
    state.canOpen = true;
    await writer.add('kept');
    expect(state.content).toBe('kept\n');
  });

  it('keeps ten thousand lines waiting, and drops what comes on top', async () => {
    const { state, file } = disk();
    const writer = createLineWriter(file);
    const added = Array.from({ length: 10_002 }, (_, index) => writer.add(String(index)));
    const ends = await settled(added);
    expect(ends.filter(end => end === 'rejected')).toHaveLength(2);
    expect(ends.slice(-2)).toEqual(['rejected', 'rejected']);
    expect(writer.dropped).toBe(2);
    expect(state.content.split('\n')).toHaveLength(10_001);
    await writer.add('again');
    expect(state.content.endsWith('\nagain\n')).toBe(true);
  });

  it('keeps 16 MB waiting, whatever the number of lines', async () => {
    const { file } = disk();
    const writer = createLineWriter(file);
    const long = 'x'.repeat(5 * 1_048_576);
    expect(await settled([writer.add(long), writer.add(long), writer.add(long), writer.add(long)])).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(await settled([writer.add(long), writer.add(long)])).toEqual(['fulfilled', 'fulfilled']);
  });

  it('has written all by the time it is closed, and takes nothing then', async () => {
    const { state, file } = disk();
    const writer = createLineWriter(file);
    void writer.add('last');
    await writer.close();
    expect(state).toMatchObject({ content: 'last\n', closed: 1 });
    await expect(writer.add('late')).rejects.toThrow('closed');
    expect(state.content).toBe('last\n');
  });

  it('holds whole lines only, whatever the room and whenever the lines come', async () => {
    const step = fc.oneof(
      fc.record({ line: fc.stringMatching(/^[a-z]{1,12}$/), waits: fc.boolean() }),
      fc.record({ room: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(60), async (steps, room) => {
        const { state, file } = disk({ room });
        const writer = createLineWriter(file);
        const written: string[] = [];
        const failed: string[] = [];
        for (const one of steps) {
          if ('room' in one) {
            state.room = one.room;
            continue;
          }
          const line = `<${one.line}>`;
          const adding = writer.add(line).then(
            () => void written.push(line),
            () => void failed.push(line),
          );
          if (one.waits) await adding;
        }
        await writer.close();
        const lines = state.content.split('\n');
        expect(state.mostUnderWay).toBeLessThanOrEqual(1);
        expect(writer.dropped).toBe(failed.length);
        // What was written is there in order, each on a line of its own; all else is a piece of what failed.
        const whole = lines.filter(
          line => line.startsWith('<') && line.endsWith('>') && line.lastIndexOf('<') === 0,
        );
        let at = 0;
        for (const line of whole) if (line === written[at]) at++;
        expect(at).toBe(written.length);
        for (const line of lines) expect(line.lastIndexOf('<')).toBeLessThanOrEqual(0);
      }),
    );
  });
});
