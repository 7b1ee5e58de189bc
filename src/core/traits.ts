/** What a call looks like from outside: counts and capped texts, never more than a few thousand characters. */
export interface Traits {
  /** The user's latest ask, head and tail when it is long. */
  readonly ask: string;
  /** The system text, capped likewise. */
  readonly system: string;
  /** Length of the whole latest ask, in UTF-16 code units. */
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
