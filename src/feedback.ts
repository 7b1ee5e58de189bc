import { z } from 'zod/v4';
import { InvalidOptionsError } from './core/errors.js';
import { parseOptions } from './core/parse-options.js';

const feedbackOptions = z.strictObject({
  score: z.number().min(0).max(1).describe('1 is as good as can be, 0 is of no use.'),
});
/** What an application says of an answer. */
export type Feedback = z.input<typeof feedbackOptions>;

/** @throws InvalidOptionsError */
export function checkFeedback(callId: unknown, feedback: unknown): Feedback {
  if (typeof callId !== 'string')
    throw new InvalidOptionsError({
      path: 'callId',
      problem: `got a value of type ${typeof callId}`,
      allowed: ['the callId of providerMetadata.routed'],
    });
  return parseOptions(feedbackOptions, feedback, 'feedback');
}
