import type { ChatRequest, ToolDefinition } from './chat-request.js';

/**
 * The tool that a request calls for, or null when it wants an answer: the one that is named; when one is
 * required, or the user has just spoken, the one that shares most words with the question, else the first.
 */
export function chooseTool({ tools, toolChoice, messages }: ChatRequest, ask: string): ToolDefinition | null {
  if (tools.length === 0 || toolChoice === 'none') return null;
  if (typeof toolChoice === 'object') return tools.find(tool => tool.name === toolChoice.name) ?? null;
  if (toolChoice === 'auto' && messages.at(-1)?.role !== 'user') return null;
  const asked = new Set(wordsOf(ask));
  let best: ToolDefinition | null = null;
  let bestShared = -1;
  for (const tool of tools) {
    const shared = new Set(wordsOf(`${tool.name} ${tool.description}`).filter(word => asked.has(word))).size;
    if (shared > bestShared) {
      best = tool;
      bestShared = shared;
    }
  }
  return best;
}

/** Words of three letters and more, in lower case; `getWeather` and `get_weather` are two words each. */
function wordsOf(text: string): readonly string[] {
  const spaced = text
    .slice(0, 10_000)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
  return spaced.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}
