import type { ModelMessage, ModelPrompt } from '../../core/model.js';
import type { Family } from '../../core/target.js';
import type { PromptRules } from './rules.js';
import { rulesOf } from './rules.js';

type Spoken = Exclude<ModelMessage, { role: 'system' | 'tool' }>;

/** Puts messages into the order of roles that the family takes, without empty text. */
export function shapeTurns(prompt: ModelPrompt, family: Family, notes: string[]): ModelPrompt {
  const rules = rulesOf(family);
  const told = withoutEmpty(prompt, rules);
  const ordered = rules.systemFirst ? systemFirst(told, notes) : told;
  const answered = rules.answersResults ? answerResults(ordered, notes) : ordered;
  return rules.startsWithUser ? startWithUser(answered, notes) : answered;
}

/** Empty text says nothing, so nothing is said of its going. A user's message that would be empty stays: it was asked for. */
function withoutEmpty(prompt: ModelPrompt, rules: PromptRules): ModelPrompt {
  const isTold = (part: Spoken['content'][number]): boolean =>
    part.type !== 'text' ||
    (rules.refusesBlankText ? !isBlank(part.text) : part.text !== '' || part.providerOptions !== undefined);
  const isWhole = (message: ModelMessage): boolean => {
    if (message.role === 'system' || message.role === 'tool') return true;
    if (message.role === 'user' && !message.content.some(isTold)) return true;
    return message.content.length > 0 && message.content.every(isTold);
  };
  if (prompt.every(isWhole)) return prompt;
  return prompt.flatMap((message): ModelMessage[] => {
    if (isWhole(message)) return [message];
    const content = (message as Spoken).content.filter(isTold);
    return content.length === 0 ? [] : [{ ...message, content } as ModelMessage];
  });
}

function systemFirst(prompt: ModelPrompt, notes: string[]): ModelPrompt {
  const begin = prompt.findIndex(({ role }) => role !== 'system');
  const late = begin < 0 ? [] : prompt.slice(begin).filter(({ role }) => role === 'system');
  if (late.length === 0) return prompt;
  notes.push(`${late.length} system message(s) were moved to the beginning`);
  return [
    ...prompt.filter(({ role }) => role === 'system'),
    ...prompt.filter(({ role }) => role !== 'system'),
  ];
}

function answerResults(prompt: ModelPrompt, notes: string[]): ModelPrompt {
  const fitted = prompt.flatMap((message, index): ModelMessage[] =>
    message.role === 'user' && prompt[index - 1]?.role === 'tool'
      ? [{ role: 'assistant', content: [{ type: 'text', text: 'I have the results.' }] }, message]
      : [message],
  );
  if (fitted.length === prompt.length) return prompt;
  notes.push('an answer was put between a tool result and the next user message');
  return fitted;
}

function startWithUser(prompt: ModelPrompt, notes: string[]): ModelPrompt {
  const begin = prompt.findIndex(({ role }) => role !== 'system');
  if (begin < 0 || prompt[begin]?.role === 'user') return prompt;
  notes.push('a user message was put before the first answer');
  const opening: ModelMessage = {
    role: 'user',
    content: [{ type: 'text', text: 'Begin the conversation.' }],
  };
  return [...prompt.slice(0, begin), opening, ...prompt.slice(begin)];
}

/** White space alone. Most text shows at its first letter that it is not. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && !/\S/.test(text);
}
