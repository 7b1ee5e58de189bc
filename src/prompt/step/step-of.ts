import type { ModelMessage, ModelOptions } from '../../core/model.js';
import type { StepKind } from '../../core/traits.js';
import type { LatestAsk } from './latest-ask.js';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;

/** What a call is in its conversation, by its latest ask and what came after it; a chat's housekeeping apart. */
export function stepOf(
  { prompt, tools, toolChoice }: Pick<ModelOptions, 'prompt' | 'tools' | 'toolChoice'>,
  { at, after }: LatestAsk,
): Exclude<StepKind, 'housekeeping'> {
  if (after === 'complaint') return 'repair';
  const results = lastResults(prompt, at);
  if (results !== null && hasFailed(results)) return 'repair';
  // A harness that pastes outputs has its tools in the system text.
  if (after === 'tool-output') return 'continuation';
  if (results === null) return 'ask';
  const mayGoOn = tools !== undefined && tools.length > 0 && toolChoice?.type !== 'none';
  return mayGoOn ? 'continuation' : 'final-answer';
}

/** The results that this call goes on from; null where an answer came after them, or there are none. */
function lastResults(prompt: ModelOptions['prompt'], askAt: number): ToolMessage | null {
  for (let at = prompt.length - 1; at > askAt; at--) {
    const message = prompt[at] as ModelMessage;
    if (message.role === 'tool') return message;
    // The beginning of an answer, written for the model to go on from.
    if (message.role === 'assistant' && message.content.some(({ type }) => type === 'tool-call')) return null;
  }
  return null;
}

const hasFailed = ({ content }: ToolMessage): boolean => content.some(isFailedResult);

/** A tool that threw; not one that somebody did not allow. */
export const isFailedResult = (part: ToolMessage['content'][number]): boolean =>
  part.type === 'tool-result' && (part.output?.type === 'error-text' || part.output?.type === 'error-json');
