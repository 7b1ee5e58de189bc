import { z } from 'zod/v4';
import { tiers } from '../core/classification.js';
import { InvalidOptionsError } from '../core/errors.js';
import type { ModelMessage, ModelPrompt } from '../core/model.js';
import { parseOptions } from '../core/parse-options.js';
import type { CallRecord } from './call-record.js';
import { recordVersion } from './call-record.js';

/** What a line of a file of calls holds. `problem` never quotes the line: it may hold a prompt. */
export type CallLine =
  | { readonly kind: 'record'; readonly record: CallRecord }
  | { readonly kind: 'prompt'; readonly prompt: ModelPrompt }
  | { readonly kind: 'bad'; readonly problem: string };

/** What some editors begin a file with. */
const byteOrderMark = '\ufeff';

/** Reads a record, or a prompt as `{ "prompt": "..." }` or `{ "messages": [{ "role", "content" }] }`. */
export function readCallLine(line: string): CallLine {
  let value: unknown;
  try {
    value = JSON.parse(line.startsWith(byteOrderMark) ? line.slice(1) : line);
  } catch {
    return { kind: 'bad', problem: 'is no JSON' };
  }
  try {
    return read(value);
  } catch (error) {
    if (!InvalidOptionsError.isInstance(error)) throw error;
    return { kind: 'bad', problem: error.message.replace(/^Invalid option /, '').replace(/\.$/, '') };
  }
}

function read(value: unknown): CallLine {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'bad', problem: 'is no JSON object' };
  // Both may stand in one file, and have a version each.
  if ('kind' in value && value.kind === 'ledger')
    return { kind: 'bad', problem: 'is a record of `ledger`, which cannot be replayed; one of `record` can' };
  if ('version' in value) {
    if (value.version !== recordVersion)
      return {
        kind: 'bad',
        problem: `is a record of a version that is not known here (${recordVersion} is)`,
      };
    return { kind: 'record', record: parseOptions(callRecord, value) as CallRecord };
  }
  if ('prompt' in value && typeof value.prompt === 'string')
    return { kind: 'prompt', prompt: [{ role: 'user', content: [{ type: 'text', text: value.prompt }] }] };
  if ('messages' in value)
    return { kind: 'prompt', prompt: promptOf(parseOptions(messages, value.messages, 'messages')) };
  return { kind: 'bad', problem: 'holds neither a record nor a `prompt` nor `messages`' };
}

const count = z.number().min(0);
const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const tier = z.enum(tiers as ['simple', 'medium', 'complex']);
const ratio = z.number().min(0).max(1);

/** What replaying reads; more may stand in a line. */
const callRecord = z.object({
  version: z.literal(recordVersion),
  callId: z.string(),
  requested: z.string(),
  outcome: z.enum(['ok', 'failed', 'cancelled']),
  classifier: z.string(),
  tier: orNull(tier),
  score: orNull(ratio),
  confidence: orNull(ratio),
  task: orNull(z.string()),
  step: z.enum(['ask', 'continuation', 'final-answer', 'repair', 'housekeeping']),
  chore: orNull(z.enum(['title', 'tags', 'summary'])),
  traits: z.object({
    askCharacters: count,
    promptCharacters: count,
    turns: count,
    toolCount: count,
    toolResults: count,
    hasSchema: z.boolean(),
    images: count,
    files: count,
    maxOutputTokens: orNull(count),
    estimatedInputTokens: count,
    inputTokensBound: orNull(count),
  }),
  settings: z.object({
    tier: orNull(tier),
    target: orNull(z.string()),
    maxCostUsd: orNull(count),
    maxLatencyMs: orNull(count),
    fallback: z.object({ allowed: z.boolean(), allowDearer: z.boolean() }),
    hasSession: z.boolean(),
  }),
  target: orNull(z.string()),
  usage: z.object({
    inputTokens: orNull(count),
    outputTokens: orNull(count),
    cacheReadTokens: orNull(count),
    cacheWriteTokens: orNull(count),
    reasoningTokens: orNull(count),
  }),
  costNanoUsd: orNull(count),
  firstContentMs: orNull(count),
  dropped: count,
  ask: z.string().optional(),
});

const messages = z
  .array(
    z.object({
      role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
      content: z.union([
        z.string(),
        z.null(),
        z.array(z.object({ type: z.string(), text: z.string().optional() })),
      ]),
    }),
  )
  .min(1);

/** The texts of a conversation; tools and media play no part in its score. */
const promptOf = (given: z.output<typeof messages>): ModelPrompt =>
  given.flatMap(({ role, content }): ModelMessage[] => {
    const texts = typeof content === 'string' ? [content] : (content ?? []).map(({ text }) => text ?? '');
    if (role === 'system' || role === 'developer') return [{ role: 'system', content: texts.join('\n') }];
    if (role === 'tool') return [];
    return [{ role, content: texts.map(text => ({ type: 'text', text })) }];
  });
