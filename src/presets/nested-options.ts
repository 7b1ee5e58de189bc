import type { ModelOptions, ModelWarning, ProviderOptions } from '../core/model.js';

const none: readonly ModelWarning[] = [];

interface Optioned {
  readonly type?: string;
  readonly providerOptions?: ProviderOptions | undefined;
}

/**
 * Warns of provider options on messages, parts and tools that the compatible model does not put on the wire, once per
 * name: it reads `openaiCompatible` there, and the thought signature of a tool call.
 */
export function nestedOptionWarnings(
  { prompt, tools }: Pick<ModelOptions, 'prompt' | 'tools'>,
  toProvider: string,
): readonly ModelWarning[] {
  let unread: Set<string> | undefined;
  const look = ({ type, providerOptions }: Optioned, isTool: boolean): void => {
    if (providerOptions === undefined || providerOptions === null) return;
    for (const name of Object.keys(providerOptions)) {
      const isRead =
        (name === 'openaiCompatible' && !isTool) ||
        (type === 'tool-call' && name === 'google') ||
        // What the target itself said of an earlier answer comes back with it: nobody asked for anything.
        name === toProvider ||
        name === 'routed';
      if (isRead) continue;
      unread ??= new Set();
      unread.add(name);
    }
  };
  for (const message of prompt) {
    look(message as Optioned, false);
    if (typeof message.content === 'string') continue;
    for (const part of message.content) look(part as Optioned, false);
  }
  if (tools !== undefined) for (const tool of tools) look(tool as Optioned, true);
  return unread === undefined ? none : [...unread].map(name => leftOut(name, toProvider));
}

const leftOut = (name: string, toProvider: string): ModelWarning => ({
  type: 'unsupported',
  feature: `providerOptions.${name}`,
  details: `${toProvider} reads none on messages, parts or tools; they were left out.`,
});
