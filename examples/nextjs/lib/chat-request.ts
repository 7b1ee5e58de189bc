import { z } from 'zod';

export const tierChoices = ['auto', 'simple', 'medium', 'complex'] as const;
export const priorities = ['critical', 'high', 'normal', 'batch'] as const;

/** What one message may say of how it is to be answered. */
export const answerSettings = z.strictObject({
  tier: z.enum(tierChoices),
  /** Null: no cap. */
  maxCostUsd: z.number().positive().max(100).nullable(),
  priority: z.enum(priorities),
  useTools: z.boolean(),
});
export type AnswerSettings = z.infer<typeof answerSettings>;

/** The body that `useChat` posts: its own fields, and the settings. The messages are checked by the AI SDK. */
export const chatRequest = answerSettings.extend({
  id: z.string().max(200),
  messages: z
    .array(z.looseObject({ parts: z.array(z.unknown()).max(500) }))
    .min(1)
    .max(200),
  trigger: z.enum(['submit-message', 'regenerate-message']),
  messageId: z.string().max(200).optional(),
});
