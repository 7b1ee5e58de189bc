import { sleep } from './application.js';
import type { Experiment, Form, Outcome } from './experiment.js';
import { showsKey } from './outcome.js';
import { createStage } from './stage.js';
import type { SubjectName } from './subjects.js';

/** How long a rejection that nobody handles has to show itself. */
const hearingMs = 60;

/** Plays one fault to one subject. What no fault may cause is looked for around it: unhandled rejections, a shown key. */
export async function play(experiment: Experiment, subject: SubjectName, form: Form): Promise<Outcome> {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => void unheard.push(error);
  process.on('unhandledRejection', hear);
  process.on('uncaughtException', hear);
  const stage = createStage(subject, form);
  try {
    const { verdict, words } = await experiment.play(stage);
    await sleep(hearingMs);
    const also = [
      unheard.length > 0 ? 'an unhandled rejection' : '',
      stage.seen.some(showsKey) ? 'the key is shown' : '',
    ].filter(text => text !== '');
    return also.length === 0 ? { verdict, words } : { verdict: 'fails', words: [words, ...also].join('; ') };
  } finally {
    await stage.close();
    await sleep(hearingMs);
    process.off('unhandledRejection', hear);
    process.off('uncaughtException', hear);
  }
}
