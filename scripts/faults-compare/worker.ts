import { fromB } from '../../test/faults/answers.js';
import { both, type Form } from './experiment.js';
import { play } from './play.js';
import { sections } from './sections.js';
import { createStage } from './stage.js';
import { type SubjectName, subjects } from './subjects.js';

/** Which fault is to be played to whom. */
export interface Task {
  readonly section: number;
  readonly experiment: number;
  readonly subject: SubjectName;
  readonly form: Form;
}

// What an experiment leaves behind must not end the process: the next one has its own ears.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

/** The first call of a process takes ten times as long as the next: it must not count against a limit. */
const isWarm = (async () => {
  for (const form of both)
    for (const subject of Object.keys(subjects) as SubjectName[]) {
      const stage = createStage(subject, form);
      await (await stage.field({ b: fromB })).call();
      await stage.close();
    }
})();

process.on('message', async ({ section, experiment, subject, form }: Task) => {
  const played = sections[section]?.experiments[experiment];
  if (played === undefined) throw new Error('No such experiment.');
  try {
    await isWarm;
    process.send?.(await play(played, subject, form));
  } catch (error) {
    process.send?.({ failure: String(error instanceof Error ? error.stack : error) });
  }
});
