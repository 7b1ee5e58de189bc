import type { LanguageModelV2Prompt } from 'provider-v2';

const hashedCharacters = 2_000;
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Tells conversations apart by their first user turn, which comes back with every step: some models count the ids of
 * their tool calls anew in each. FNV-1a of its text, 32 bits, and its length.
 */
export function conversationKey(prompt: LanguageModelV2Prompt): string {
  const first = prompt.find(({ role }) => role === 'user');
  if (first?.role !== 'user') return '';
  const text = first.content.map(part => (part.type === 'text' ? part.text : part.type)).join('\n');
  let hash = offsetBasis;
  const end = Math.min(text.length, hashedCharacters);
  for (let at = 0; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return `${(hash >>> 0).toString(36)}.${text.length}`;
}
