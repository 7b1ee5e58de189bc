import type { ModelMessage, ModelPrompt } from '../../core/model.js';
import type { Family } from '../../core/target.js';
import type { PromptRules } from './rules.js';
import { rulesOf } from './rules.js';
import { toolCallIds } from './tool-call-id.js';

type Assistant = Extract<ModelMessage, { role: 'assistant' }>;
type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type AnswerPart = Assistant['content'][number];
type ToolCall = Extract<AnswerPart, { type: 'tool-call' }>;
type ToolResult = Extract<ToolMessage['content'][number], { type: 'tool-result' }>;

/**
 * Gives each tool call an id that the family takes, and its result right behind it. Every vendor answers 400 to a call
 * without a result ("An assistant message with 'tool_calls' must be followed by tool messages", Anthropic's "`tool_use` ids
 * were found without `tool_result` blocks"), to a result without a call, and Anthropic to an id that comes twice
 * (NVIDIA-NeMo/Switchyard#502). A call that got none is told to have been broken off, as LangChain and others do.
 */
export function pairTools(prompt: ModelPrompt, family: Family, notes: string[]): ModelPrompt {
  const rules = rulesOf(family);
  if (isPaired(prompt, rules)) return prompt;
  const executed = new Set(idsIn(prompt, isExecuted));
  const results = resultsIn(prompt, executed);
  const calls = callsIn(prompt, isCall);
  const nameOf = toolCallIds(rules, calls.keys());
  const fitted: ModelPrompt = [];
  const used = new Set<ToolResult>();
  let made = 0;

  function resultOf(call: ToolCall, at: number): ToolResult {
    // Where the same id is called again, results from there on are that call's.
    const end = calls.get(call.toolCallId)?.find(index => index > at) ?? prompt.length;
    const found = results
      .get(call.toolCallId)
      ?.find(({ result, index }) => index > at && index < end && !used.has(result));
    if (found === undefined) {
      made++;
      return brokenOff(call);
    }
    used.add(found.result);
    return found.result;
  }

  for (const [at, message] of prompt.entries()) {
    if (message.role === 'tool') {
      const rest = message.content.filter(
        part => part.type !== 'tool-result' || executed.has(part.toolCallId),
      );
      if (rest.length > 0) append(fitted, { ...message, content: rest });
      continue;
    }
    if (message.role !== 'assistant') {
      fitted.push(message);
      continue;
    }
    const answers: ToolResult[] = [];
    const content = message.content.map(part => {
      if (!isCall(part)) return part;
      const toolCallId = nameOf(part.toolCallId);
      answers.push({ ...resultOf(part, at), toolCallId });
      return { ...part, toolCallId };
    });
    fitted.push({ ...message, content });
    const next = prompt[at + 1];
    const shell: ToolMessage = next?.role === 'tool' ? next : { role: 'tool', content: [] };
    if (answers.length > 0) fitted.push({ ...shell, content: answers });
  }

  let orphans = -used.size;
  for (const list of results.values()) orphans += list.length;
  if (made > 0) notes.push(`${made} tool call(s) without a result were given one that says so`);
  if (orphans > 0) notes.push(`${orphans} tool result(s) without a call were left out`);
  return fitted;
}

/** Other parts of a tool message go where its results went. */
function append(fitted: ModelMessage[], message: ToolMessage): void {
  const last = fitted.at(-1);
  if (last?.role === 'tool')
    fitted[fitted.length - 1] = { ...last, content: [...last.content, ...message.content] };
  else fitted.push(message);
}

const brokenOff = ({ toolCallId, toolName }: ToolCall): ToolResult => ({
  type: 'tool-result',
  toolCallId,
  toolName,
  output: { type: 'error-text', value: 'The tool call was broken off: there is no result.' },
});

/** Nothing to do: ids that fit, each once, and each call's result before anything else is said. */
function isPaired(prompt: ModelPrompt, { toolCallId: fits }: PromptRules): boolean {
  const seen = new Set<string>();
  const open = new Set<string>();
  const executed = new Set(idsIn(prompt, isExecuted));
  for (const message of prompt) {
    if (message.role === 'tool') {
      for (const part of message.content)
        if (part.type === 'tool-result' && !open.delete(part.toolCallId) && !executed.has(part.toolCallId))
          return false;
      continue;
    }
    if (open.size > 0) return false;
    if (message.role !== 'assistant') continue;
    for (const part of message.content) {
      if (!isCall(part)) continue;
      if (seen.has(part.toolCallId) || !fits.test(part.toolCallId)) return false;
      seen.add(part.toolCallId);
      open.add(part.toolCallId);
    }
  }
  return open.size === 0;
}

/** A call that the application has to run; what a provider ran itself brings its result along. */
const isCall = (part: AnswerPart): part is ToolCall =>
  part.type === 'tool-call' && part.providerExecuted !== true;

const isExecuted = (part: AnswerPart): boolean => part.type === 'tool-call' && part.providerExecuted === true;

const idsIn = (prompt: ModelPrompt, is: (part: AnswerPart) => boolean): string[] => [
  ...callsIn(prompt, is).keys(),
];

/** Where each id is called. */
function callsIn(prompt: ModelPrompt, is: (part: AnswerPart) => boolean): ReadonlyMap<string, number[]> {
  const calls = new Map<string, number[]>();
  for (const [index, message] of prompt.entries()) {
    if (message.role !== 'assistant') continue;
    for (const part of message.content)
      if (part.type === 'tool-call' && is(part)) add(calls, part.toolCallId, index);
  }
  return calls;
}

/** The results under each id, and where they are. */
function resultsIn(
  prompt: ModelPrompt,
  executed: ReadonlySet<string>,
): ReadonlyMap<string, Array<{ readonly result: ToolResult; readonly index: number }>> {
  const results = new Map<string, Array<{ result: ToolResult; index: number }>>();
  for (const [index, message] of prompt.entries()) {
    if (message.role !== 'tool') continue;
    for (const part of message.content)
      if (part.type === 'tool-result' && !executed.has(part.toolCallId))
        add(results, part.toolCallId, { result: part, index });
  }
  return results;
}

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
