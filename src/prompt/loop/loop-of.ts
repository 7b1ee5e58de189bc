import type { ModelMessage, ModelPrompt } from '../../core/model.js';
import { isFailedResult } from '../step/step-of.js';
import { jsonOf } from '../text-of.js';
import type { Pin } from './pin.js';
import { pinOf } from './pin.js';

/** What a prompt says of the tool loop that a call goes on with. */
export interface Loop {
  /** Of its last tool call; null: it has none that could be read. */
  readonly pin: Pin | null;
  /** How many of its last tool calls got nowhere; null: too few did. */
  readonly stalled: Stalled | null;
}

export interface Stalled {
  /** Of the last `calls` tool calls, so many repeat another one (the same tool, the same input) or failed. */
  readonly badCalls: number;
  readonly calls: number;
}

type ToolCall = Extract<
  Extract<ModelMessage, { role: 'assistant' }>['content'][number],
  { type: 'tool-call' }
>;

interface Made {
  readonly call: ToolCall;
  readonly hasFailed: boolean;
  readonly pin: Pin | null;
}

const lastCalls = 6;
const badCallsOfAStall = 3;

/** Reads the tool calls behind the ask at `askAt`, the last six of them; null where there are none. */
export function loopOf(prompt: ModelPrompt, askAt: number): Loop | null {
  const made = lastMade(prompt, askAt);
  const [last] = made;
  if (last === undefined) return null;
  // What happened in a lower tier has been answered: it is why this tier was taken.
  const sinceRaised = made.filter(({ pin }) => pin?.tier === last.pin?.tier);
  const badCalls = countBad(sinceRaised);
  const stalled = badCalls < badCallsOfAStall ? null : { badCalls, calls: sinceRaised.length };
  return { pin: last.pin, stalled };
}

/** The latest first. Results stand behind the calls they belong to. */
function lastMade(prompt: ModelPrompt, askAt: number): Made[] {
  const made: Made[] = [];
  let failed = new Set<string>();
  for (let at = prompt.length - 1; at > askAt && made.length < lastCalls; at--) {
    const message = prompt[at] as ModelMessage;
    if (message.role === 'tool') {
      for (const part of message.content)
        if (part.type === 'tool-result' && isFailedResult(part)) failed.add(part.toolCallId);
    } else if (message.role === 'assistant') {
      for (let index = message.content.length - 1; index >= 0 && made.length < lastCalls; index--) {
        const part = message.content[index];
        if (part?.type !== 'tool-call' || part.providerExecuted === true) continue;
        made.push({ call: part, hasFailed: failed.has(part.toolCallId), pin: pinOf(part) });
      }
      // Some models count their ids anew in each turn.
      failed = new Set();
    }
  }
  return made;
}

/** Those that failed, and those of which there is another one. */
function countBad(made: readonly Made[]): number {
  const inputs = made.map(({ call }) => (hasNamesake(call, made) ? jsonOf(call.input) : ''));
  const isRepeated = ({ call }: Made, at: number) =>
    made.some(
      (other, otherAt) =>
        otherAt !== at && other.call.toolName === call.toolName && inputs[otherAt] === inputs[at],
    );
  return made.filter((one, at) => one.hasFailed || isRepeated(one, at)).length;
}

/** Inputs may be whole files: they are written out only where there is something to compare them to. */
const hasNamesake = ({ toolName }: ToolCall, made: readonly Made[]): boolean =>
  made.filter(({ call }) => call.toolName === toolName).length > 1;
