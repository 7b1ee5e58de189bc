import { z } from 'zod/v4';
import { aModel, languageModel, looksLikeModel } from './any-language-model.js';
import type { Classifier } from './core/classification.js';
import { thing } from './option-kinds.js';
import { priceOptions } from './target-options.js';

const classifierThing = thing<Classifier>(
  'a classifier of your own',
  value => typeof (value as Partial<Classifier>).classify === 'function',
);
const judgeOptions = z.strictObject({
  model: languageModel.describe('The judge.'),
  price: priceOptions.describe('What it costs.'),
});
export type ParsedJudge = z.output<typeof judgeOptions>;
/** What looks like a model is judged as one, here too. */
const notAJudge = z.custom<z.input<typeof judgeOptions>>(value => !looksLikeModel(value), aModel);
const classifierName = z.enum(['rules']);
export const classifierOptions = z.union([
  classifierName,
  z.strictObject({
    use: z.union([classifierName, classifierThing]).default('rules').describe('Who judges.'),
    confidenceThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.85)
      .describe('Below it the tier above is taken, or the judge is asked.'),
    judge: z
      .union([languageModel, notAJudge.pipe(judgeOptions)])
      .optional()
      .describe(
        'A model that is asked when the classifier is unsure; `{ model, price }` where no target tells its price.',
      ),
    judgeDeadlineMs: z.number().positive().default(5_000).describe('After this the rules decide.'),
  }),
  classifierThing,
]);
