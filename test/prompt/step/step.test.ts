import { describe, expect, it } from 'vitest';
import type { ModelMessage, ModelOptions } from '../../../src/core/model.js';
import { traitsOf } from '../../../src/prompt/traits-of.js';
import { assistant, calls, failure, result, system, tools, user } from './prompts.js';

const traits = (prompt: ModelMessage[], more: Partial<ModelOptions> = {}) => traitsOf({ prompt, ...more });

const steps: ReadonlyArray<[string, ModelMessage[], Partial<ModelOptions>, string]> = [
  ['a first ask', [user('Why is the sky blue?')], {}, 'ask'],
  ['an ask with tools', [user('What is in a.ts?')], { tools }, 'ask'],
  ['a second ask', [user('Hi'), assistant('Hello.'), user('Why is the sky blue?')], {}, 'ask'],
  [
    'an ask after a tool loop',
    [user('Read a.ts'), calls('1'), result('1'), assistant('Done.'), user('Now b.ts')],
    { tools },
    'ask',
  ],
  ['nothing at all', [], {}, 'ask'],
  ['system text alone', [system('Be brief.')], {}, 'ask'],
  ['a tool loop', [user('Read a.ts'), calls('1'), result('1')], { tools }, 'continuation'],
  [
    'a tool loop with a reminder behind it',
    [
      user('Read a.ts'),
      calls('1'),
      result('1'),
      user('<system-reminder>Keep your list up to date.</system-reminder>'),
    ],
    { tools },
    'continuation',
  ],
  [
    'outputs that a harness pastes',
    [
      user('<task>Fix a.ts</task>', '<environment_details># Time</environment_details>'),
      assistant('<read_file>a.ts</read_file>'),
      user("[read_file for 'a.ts'] Result:\nexport {};"),
    ],
    {},
    'continuation',
  ],
  [
    'an observation in words',
    [user('Who won?'), assistant('Action: search'), user('Observation: Team A won.')],
    {},
    'continuation',
  ],
  ['results and no tools left', [user('Read a.ts'), calls('1'), result('1')], {}, 'final-answer'],
  [
    'results and no tool allowed',
    [user('Read a.ts'), calls('1'), result('1')],
    { tools, toolChoice: { type: 'none' } },
    'final-answer',
  ],
  ['a tool that failed', [user('Read a.ts'), calls('1'), result('1', failure)], { tools }, 'repair'],
  [
    'a tool that somebody did not allow',
    [user('Read a.ts'), calls('1'), result('1', { type: 'execution-denied' })],
    { tools },
    'continuation',
  ],
  [
    'a failure that was put right',
    [user('Read a.ts'), calls('1'), result('1', failure), calls('2'), result('2')],
    { tools },
    'continuation',
  ],
  [
    'a complaint by hand',
    [
      user('List three as JSON'),
      assistant('[1, 2'),
      user('Your previous response was not valid JSON. Try again.'),
    ],
    {},
    'repair',
  ],
  [
    'Instructor',
    [
      user('Extract'),
      assistant('{}'),
      user('Validation Error found:\nname is required\nRecall the function correctly, fix the errors'),
    ],
    {},
    'repair',
  ],
  [
    'LangChain',
    [
      user('Extract'),
      user(
        'Completion: x\nAbove, the Completion did not satisfy the constraints given in the Prompt.\nPlease try again:',
      ),
    ],
    {},
    'repair',
  ],
  [
    'Cline',
    [
      user('<task>Fix a.ts</task>'),
      assistant('I think'),
      user('[ERROR] You did not use a tool in your previous response! Please retry with a tool use.'),
    ],
    {},
    'repair',
  ],
  [
    'Russian',
    [user('Дай JSON'), assistant('{'), user('Твой ответ не является корректным JSON, попробуй ещё раз.')],
    {},
    'repair',
  ],
  [
    'Chinese',
    [user('用 JSON 列出三个'), assistant('{'), user('你的输出不是有效的 JSON，请重新输出。')],
    {},
    'repair',
  ],
  ['Spanish', [user('Dame JSON'), assistant('{'), user('Tu respuesta no es un JSON válido.')], {}, 'repair'],
  [
    'German',
    [user('Gib mir JSON'), assistant('{'), user('Deine Antwort ist kein gültiges JSON.')],
    {},
    'repair',
  ],
  [
    'Vietnamese',
    [user('Cho tôi JSON'), assistant('{'), user('JSON của bạn bị sai, không hợp lệ.')],
    {},
    'repair',
  ],
  [
    'a question about JSON',
    [user('Hi'), assistant('Hello.'), user('My API answers with invalid JSON since Monday. Why?')],
    {},
    'ask',
  ],
  [
    'a first ask that sounds like a complaint',
    [user('Your previous response was not valid JSON. Try again.')],
    {},
    'ask',
  ],
  [
    'a new ask for JSON',
    [user('Hi'), assistant('Hello.'), user('Return valid JSON with the three largest cities.')],
    {},
    'ask',
  ],
];

describe('the step of a call', () => {
  it.each(steps)('%s', (_, prompt, options, step) => {
    expect(traits(prompt, options).step).toBe(step);
  });
});

const asks: ReadonlyArray<[string, ModelMessage[], string]> = [
  ['plain text stays as it is', [user('Is 1 < 2 [sic]?')], 'Is 1 < 2 [sic]?'],
  [
    'reminders of Claude Code',
    [user('<system-reminder>\nToday is Monday.\n</system-reminder>', 'Rename x to y.')],
    'Rename x to y.',
  ],
  [
    'reminders behind the ask',
    [user('Rename x to y.\n<system-reminder>Be kind.</system-reminder>')],
    'Rename x to y.',
  ],
  [
    "Cline's task",
    [user('<task>\nRename x to y.\n</task>\n\n<environment_details>\n# Files\na.ts\n</environment_details>')],
    'Rename x to y.',
  ],
  [
    "Cursor's query",
    [user('<additional_data>a.ts</additional_data>\n<user_query>\nRename x to y.\n</user_query>')],
    'Rename x to y.',
  ],
  [
    "Codex's instructions",
    [
      user('<user_instructions>Use tabs.</user_instructions>'),
      user('<environment_context>cwd: /</environment_context>'),
      user('Rename x to y.'),
    ],
    'Rename x to y.',
  ],
  [
    'a turn of harness text alone',
    [user('Rename x to y.'), assistant('Done.'), user('<system-reminder>Nothing changed.</system-reminder>')],
    'Rename x to y.',
  ],
  [
    'a block in brackets',
    [user('[Context]\nThe user looks at a.ts.\n[/Context]\nRename x to y.')],
    'Rename x to y.',
  ],
  [
    'a block in brackets up to a blank line',
    [user('[Context]\nThe user looks at a.ts.\n\nRename x to y.')],
    'Rename x to y.',
  ],
  [
    'a task of a user who writes in elements',
    [user('You write well. <task>Write a poem</task>')],
    'You write well. <task>Write a poem</task>',
  ],
  [
    'a user who asks about a reminder',
    [user('What does <system-reminder> do?')],
    'What does <system-reminder> do?',
  ],
  [
    'what a complaint is about',
    [user('List three as JSON'), assistant('[1, 2'), user('That output is not valid JSON.')],
    'List three as JSON',
  ],
  [
    'harness text and no ask',
    [user('<system-reminder>Hi</system-reminder>')],
    '<system-reminder>Hi</system-reminder>',
  ],
  [
    'a long context with labels',
    [user(`Answer from the context.\nContext:\n${'A fact. '.repeat(400)}\nQuestion: Who won?`)],
    'Answer from the context.\n\nQuestion: Who won?',
  ],
];

describe('the ask that is judged', () => {
  it.each(asks)('%s', (_, prompt, ask) => {
    expect(traits(prompt).ask).toBe(ask);
  });

  it('counts material as its length, and harness text not', () => {
    const material = `<document>${'x'.repeat(5_000)}</document>\nTranslate it.`;
    expect(traits([user(material)])).toMatchObject({ ask: 'Translate it.', askCharacters: material.length });
    const reminded = `<system-reminder>${'x'.repeat(5_000)}</system-reminder>Translate it.`;
    expect(traits([user(reminded)])).toMatchObject({ ask: 'Translate it.', askCharacters: 13 });
  });

  it.each([
    ['opening tags alone', '<system-reminder>'.repeat(600_000)],
    ['angles', '<'.repeat(10_000_000)],
    ['headings without an end', '[context]'.repeat(1_000_000)],
    ['spaces in a tag', `<context ${' '.repeat(10_000_000)}`],
    ['lone surrogates', '\ud800'.repeat(5_000_000)],
  ])('10 MB of %s takes no longer than a long prompt may', (_, text) => {
    const startedAt = performance.now();
    const { ask, step } = traits([user(text)]);
    expect(step).toBe('ask');
    expect(ask.length).toBeLessThanOrEqual(3_001);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

const chores: ReadonlyArray<[string, ModelMessage[], string | null]> = [
  [
    'Open WebUI, title',
    [
      user(
        '### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Chat History:\n<chat_history>\nUSER: Prove it.\n</chat_history>',
      ),
    ],
    'title',
  ],
  [
    'Open WebUI, tags',
    [
      user(
        '### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.\n### Chat History:\n<chat_history>\nUSER: Prove it.\n</chat_history>',
      ),
    ],
    'tags',
  ],
  [
    'LibreChat',
    [
      user(
        'Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\nConversation:\nUser: Prove it.\nAI: QED',
      ),
    ],
    'title',
  ],
  [
    "Vercel's chatbot",
    [
      system(
        '\n\n    - you will generate a short title based on the first message a user begins a conversation with\n    - ensure it is not more than 80 characters long',
      ),
      user('Prove that 2 is prime'),
    ],
    'title',
  ],
  [
    'OpenCode',
    [
      system('You are a title generator. You output ONLY a thread title.'),
      user('Generate a title for this conversation:'),
      user('这是啥项目？'),
    ],
    'title',
  ],
  [
    'a name for a chat that has been going on',
    [user('Prove it'), assistant('QED'), user('Suggest a short name for this chat')],
    'title',
  ],
  [
    'a summary',
    [user('Prove it'), assistant('QED'), user('Summarize this conversation in two sentences.')],
    'summary',
  ],
  ['German', [user('Erstelle einen kurzen Titel für diese Unterhaltung.\nUser: Beweise es.')], 'title'],
  ['Russian', [user('Придумай короткое название для этого чата.\nПользователь: докажи')], 'title'],
  ['Chinese', [user('请为以下对话生成一个简短的标题：\n用户：证明它')], 'title'],
  ['Japanese', [user('次の会話のタイトルを生成してください。\nUser: 証明して')], 'title'],
  ['Vietnamese', [user('Tạo một tiêu đề ngắn cho cuộc trò chuyện này.\nUser: chứng minh')], 'title'],
  ['Spanish', [user('Genera un título corto para esta conversación.\nUsuario: demuéstralo')], 'title'],
  ['a title for a book', [user('Suggest a title for my novel about a chat between two spies')], null],
  [
    'a title for no conversation',
    [user('Generate a title for this conversation. Then prove the Riemann hypothesis.')],
    null,
  ],
  [
    'a summary that work goes on from',
    [
      user('Go'),
      assistant('Done'),
      user('Write a detailed summary of this conversation, so that work can continue.'),
    ],
    null,
  ],
  [
    'an assistant that may name things',
    [
      system(
        `You are a helpful assistant for engineers. ${'Be exact. '.repeat(40)} You can generate a title for a conversation.`,
      ),
      user('Prove it'),
    ],
    null,
  ],
  ...[
    'Create a component that shows the title of the conversation.',
    'Write a function that gives the name of the chat session and encrypts it.',
    'Write a story with the title "A conversation".',
    'Create a chat page with a title and tags for each conversation.',
    'Создай компонент, который показывает название чата.',
    '写一个函数，返回聊天的标题',
    'Crea una función que devuelva el título de la conversación',
    'How do I summarize the conversation in Python?',
  ].map((text): [string, ModelMessage[], string | null] => [
    `in a long chat: ${text}`,
    [user('Hi'), assistant('Hello.'), user(text)],
    null,
  ]),
  ['a summary of an article', [user('Summarize this article about conversation theory.')], null],
];

describe("a chat's own housekeeping", () => {
  it.each(chores)('%s', (_, prompt, chore) => {
    expect(traits(prompt)).toMatchObject({ chore, step: chore === null ? 'ask' : 'housekeeping' });
  });

  it('is none with tools', () => {
    const [, prompt] = chores[0] as (typeof chores)[number];
    expect(traits(prompt, { tools }).chore).toBeNull();
  });
});
