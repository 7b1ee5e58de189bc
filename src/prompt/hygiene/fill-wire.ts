import type { ModelMessage, ModelPrompt, ProviderOptions } from '../../core/model.js';
import type { Family } from '../../core/target.js';
import { mapChanged } from './keep-own.js';

type Assistant = Extract<ModelMessage, { role: 'assistant' }>;

/** Adds to answers that others wrote what a family wants in each, where a preset's adapter does not (the vendors' own do). */
export function fillWire(prompt: ModelPrompt, family: Family): ModelPrompt {
  const { vendor, isCompatible, modelId, reads } = family;
  if (!isCompatible) return prompt;
  const [own = ''] = reads;
  if (vendor === 'google' && /^gemini-([3-9]|\d\d)/.test(modelId))
    return eachAnswer(prompt, message => withSignature(message, own));
  return fillsEachAnswer(family) ? eachAnswer(prompt, withReasoningContent) : prompt;
}

/** Whether even an answer of plain text has something added. */
export const fillsEachAnswer = ({ vendor, isCompatible, modelId }: Family): boolean =>
  vendor === 'deepseek' && isCompatible && /-v([4-9]|\d\d)|-reasoner/.test(modelId);

const eachAnswer = (prompt: ModelPrompt, change: (message: Assistant) => Assistant): ModelPrompt =>
  mapChanged(prompt, message => (message.role === 'assistant' ? change(message) : message));

/**
 * Gemini 3 answers 400 when the first call of a step has no thought signature; for calls that it did not make, this word
 * stands in (ai.google.dev/gemini-api/docs/thought-signatures; `@ai-sdk/google` does the same).
 */
function withSignature(message: Assistant, own: string): Assistant {
  const first = message.content.find(part => part.type === 'tool-call');
  if (first === undefined || isSigned(message, own)) return message;
  const thoughtSignature = 'skip_thought_signature_validator';
  const content = message.content.map(part =>
    part === first
      ? { ...part, providerOptions: merged(part.providerOptions, own, { thoughtSignature }) }
      : part,
  );
  return { ...message, content };
}

const isSigned = ({ content }: Assistant, own: string): boolean =>
  content.some(
    part => part.type === 'tool-call' && part.providerOptions?.[own]?.thoughtSignature !== undefined,
  );

/**
 * DeepSeek from V4 on, thinking, answers 400 to an answer in the history without `reasoning_content`; an empty one will do
 * (openclaw/openclaw#73417, NousResearch/hermes-agent#15353; `@ai-sdk/deepseek` does the same).
 */
function withReasoningContent(message: Assistant): Assistant {
  if (message.content.some(part => part.type === 'reasoning' && part.text !== '')) return message;
  if (message.providerOptions?.openaiCompatible?.reasoning_content !== undefined) return message;
  const providerOptions = merged(message.providerOptions, 'openaiCompatible', { reasoning_content: '' });
  return { ...message, providerOptions };
}

const merged = (
  options: ProviderOptions | undefined,
  name: string,
  more: Readonly<Record<string, string>>,
): ProviderOptions => ({ ...options, [name]: { ...options?.[name], ...more } });
