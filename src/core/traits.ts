/**
 * What a call is in its conversation: a new ask, what goes on after a tool, the answer after the last tool (none may be
 * called any more), another try after an answer or a tool call that was no good, or a chat's own housekeeping (title,
 * tags, summary of the conversation).
 */
export type StepKind = 'ask' | 'continuation' | 'final-answer' | 'repair' | 'housekeeping';

/** What a chat does for itself with a conversation. */
export type Chore = 'title' | 'tags' | 'summary';

/** What a call looks like from outside: counts and capped texts, never more than a few thousand characters. */
export interface Traits {
  readonly step: StepKind;
  /** Which housekeeping it is; null where it is none. */
  readonly chore: Chore | null;
  /** The user's latest ask without what a harness wrote around it, head and tail when it is long. */
  readonly ask: string;
  /** The system text, capped likewise. */
  readonly system: string;
  /** Length of the whole latest ask, its material included and harness text left out, in UTF-16 code units. */
  readonly askCharacters: number;
  /** Length of all text in the prompt, tool descriptions and schema apart, in UTF-16 code units. */
  readonly promptCharacters: number;
  /** Messages that are not system messages. */
  readonly turns: number;
  readonly toolCount: number;
  /** Tool results that follow the latest ask: above 0, the call continues a tool loop. */
  readonly toolResults: number;
  readonly hasSchema: boolean;
  readonly images: number;
  readonly files: number;
  readonly maxOutputTokens: number | null;
  /** A good guess at the input tokens of the whole call, tools and schema included. */
  readonly estimatedInputTokens: number;
}
