/** Where lines go. */
export interface LineFile {
  /** Appends lines, each with its end; or rejects, and then a part may be there. Begins on a line of its own. */
  append(lines: string): Promise<void>;
  /** Lets go of it until the next lines come. */
  close(): Promise<void>;
}

/** Lines that wait to be written beyond this many are dropped. */
const mostLines = 10_000;
const mostCharacters = 16 * 1_048_576;
/** Written at a time: a disk that is full or slow then fails for few. */
const charactersPerWrite = 262_144;

export interface LineWriter {
  /** Resolves once the line is in the file. @throws as a rejection what the file did, or that there is no room */
  add(line: string): Promise<void>;
  /** Resolves once nothing waits any more, whatever became of it. */
  flush(): Promise<void>;
  /** Flushes, and lets the file go; what comes later is dropped. */
  close(): Promise<void>;
  /** Lines that were not written. */
  readonly dropped: number;
  /** What the last of them was lost to; undefined while there is none. */
  readonly problem: unknown;
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Appends lines in order, several at a time, never more than one write under way. */
export function createLineWriter(file: LineFile): LineWriter {
  let waiting: Waiting[] = [];
  let waitingCharacters = 0;
  let dropped = 0;
  let problem: unknown;
  let isClosed = false;
  let writing: Promise<void> | null = null;

  function take(): readonly Waiting[] {
    let characters = 0;
    let count = 0;
    while (count < waiting.length && characters < charactersPerWrite)
      characters += waiting[count++]!.text.length;
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingCharacters -= characters;
    return batch;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = take();
      try {
        await file.append(batch.map(({ text }) => text).join(''));
        for (const { done } of batch) done();
      } catch (error) {
        dropped += batch.length;
        problem = error;
        for (const { failed } of batch) failed(error);
      }
    }
    writing = null;
  }

  function refused(why: string): Promise<void> {
    dropped++;
    problem = new Error(why);
    return heard(Promise.reject(problem));
  }

  const flush = async (): Promise<void> => {
    while (writing !== null) await writing;
  };

  return {
    add(line) {
      const text = `${line}\n`;
      if (isClosed) return refused('the file was closed');
      if (waiting.length >= mostLines || waitingCharacters + text.length > mostCharacters)
        return refused('more lines wait than are kept');
      const added = new Promise<void>((done, failed) => waiting.push({ text, done, failed }));
      waitingCharacters += text.length;
      // Begins in a later turn, so that lines of one turn are one write.
      writing ??= Promise.resolve().then(writeAll);
      return heard(added);
    },
    flush,
    async close() {
      isClosed = true;
      await flush();
      await file.close();
    },
    get dropped() {
      return dropped;
    },
    get problem() {
      return problem;
    },
  };
}

/** Whoever waits for it hears of a rejection; that nobody waits must not end the process. */
export function heard(promise: Promise<void>): Promise<void> {
  promise.catch(() => {});
  return promise;
}
