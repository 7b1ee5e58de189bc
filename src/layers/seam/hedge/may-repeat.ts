import type { ModelOptions } from '../../../core/model.js';

/**
 * Whether a call may be asked twice at once. Not where that could do something twice: tools that the provider runs, its
 * own or those of a server that it is told of. And not within a tool loop, whose steps belong together.
 */
export function mayRepeat({ tools, prompt, providerOptions }: ModelOptions): boolean {
  if (tools?.some(({ type }) => type !== 'function')) return false;
  if (Object.values(providerOptions ?? {}).some(namesServers)) return false;
  const lastUser = prompt.findLastIndex(({ role }) => role === 'user');
  return prompt.slice(lastUser + 1).every(({ role }) => role !== 'tool');
}

/** As Anthropic's provider calls them. */
const namesServers = (options: unknown) =>
  typeof options === 'object' && options !== null && 'mcpServers' in options;
