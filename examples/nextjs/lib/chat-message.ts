import type { InferUIMessageChunk, UIMessage } from 'ai';
import type { routedReport } from 'ai-sdk-routed';
import type { ChatTools } from './tools';

/** What the answer took, all its model calls together; see `providerMetadata.routed`. */
export type AnswerReport = Awaited<ReturnType<typeof routedReport>>;
export type AttemptReport = AnswerReport['attempts'][number];

/** Absent until the first step of the answer has ended. */
export interface AnswerMetadata {
  readonly routed?: AnswerReport;
}

export type ChatMessage = UIMessage<AnswerMetadata, Record<string, never>, ChatTools>;
export type ChatChunk = InferUIMessageChunk<ChatMessage>;
