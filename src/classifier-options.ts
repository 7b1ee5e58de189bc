import { z } from 'zod/v4';
import { anyJudge } from './any-judge.js';
import { aModel, looksLikeModel } from './any-language-model.js';
import type { Classifier } from './core/classification.js';
import { thing } from './option-kinds.js';
import { priceOptions } from './target-options.js';

const classifierThing = thing<Classifier>(
  'a classifier of your own ({ name, classify(traits) })',
  value => typeof (value as Partial<Classifier>).classify === 'function',
);
const judgeOptions = z.strictObject({
  model: anyJudge.describe('The judge.'),
  price: priceOptions.describe('What it costs.'),
});
export type ParsedJudge = z.output<typeof judgeOptions>;
/** What looks like a model is judged as one, here too. */
const notAJudge = z.custom<z.input<typeof judgeOptions>>(value => !looksLikeModel(value), aModel);
const classifierName = z.enum(['learned', 'rules']);
export const classifierOptions = z.union([
  classifierName,
  z.strictObject({
    use: z.union([classifierName, classifierThing]).default('learned').describe('Who judges.'),
    confidenceThreshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.85)
      .describe('Below it the judge is asked; the rules without a judge take the tier above.'),
    judge: z
      .union([anyJudge, notAJudge.pipe(judgeOptions)])
      .optional()
      .describe(
        'A language model, or a decision model of AI SDK 7, that is asked when the classifier is unsure; `{ model, price }` where no target tells its price.',
      ),
    judgeDeadlineMs: z
      .number()
      .positive()
      .default(5_000)
      .describe('After this the classifier decides alone.'),
  }),
  classifierThing,
]);

const ratio = z.number().min(0).max(1);
export const routingOptions = z
  .strictObject({
    simpleShare: ratio
      .optional()
      .describe(
        'So large a share of reference asks (half everyday, half exams) is simple. For a built-in classifier.',
      ),
    complexShare: ratio.optional().describe('So large a share of them is complex.'),
    simpleBelow: ratio.optional().describe('Scores below it are simple.'),
    complexFrom: ratio.optional().describe('Scores from it on are complex.'),
  })
  .superRefine((given, context) => {
    for (const [share, border] of [
      ['simpleShare', 'simpleBelow'],
      ['complexShare', 'complexFrom'],
    ] as const)
      if (given[share] !== undefined && given[border] !== undefined)
        context.addIssue({
          code: 'custom',
          path: [border],
          message: `must be alone: ${share} says the same`,
        });
    const { simpleBelow = 0, complexFrom = 1, simpleShare = 0, complexShare = 0 } = given;
    if (simpleBelow > complexFrom)
      context.addIssue({ code: 'custom', path: ['simpleBelow'], message: 'must not be above complexFrom' });
    if (simpleShare + complexShare > 1)
      context.addIssue({
        code: 'custom',
        path: ['simpleShare'],
        message: 'and complexShare together are more than 1',
      });
  });
export type RoutingOptions = z.output<typeof routingOptions>;
