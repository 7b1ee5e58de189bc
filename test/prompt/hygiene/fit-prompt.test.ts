import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelPrompt } from '../../../src/core/model.js';
import type { Family } from '../../../src/core/target.js';
import { familyOfModel, familyOfPreset } from '../../../src/prompt/hygiene/family-of.js';
import { fitPrompt } from '../../../src/prompt/hygiene/fit-prompt.js';
import { rulesOf } from '../../../src/prompt/hygiene/rules.js';
import { answer, call, executed, executedResult, result, said, system, thought, user } from './prompts.js';

const own = (provider: string, modelId = 'some-model') => familyOfModel(provider, modelId) as Family;
const families = {
  openai: own('openai.responses'),
  anthropic: own('anthropic.messages'),
  google: own('google.generative-ai'),
  mistral: own('mistral.chat'),
  deepseek: own('deepseek.chat'),
  amazon: own('amazon-bedrock', 'amazon.nova-pro-v1:0'),
  'bedrock claude': own('amazon-bedrock', 'us.anthropic.claude-sonnet-4'),
  'preset gpt': familyOfPreset('holysheep', 'gpt-4.1'),
  'preset claude': familyOfPreset('holysheep', 'claude-sonnet-4.5'),
  'preset gemini': familyOfPreset('holysheep', 'gemini-2.5-flash'),
  'preset gemini 3': familyOfPreset('holysheep', 'gemini-3-pro'),
  'preset deepseek': familyOfPreset('holysheep', 'deepseek-v3.2'),
  'preset deepseek v4': familyOfPreset('deepseek', 'deepseek-v4-pro'),
  'preset deepseek r1': familyOfPreset('holysheep', 'deepseek-r1'),
  'preset mistral': familyOfPreset('holysheep', 'mistral-large'),
  'preset qwen': familyOfPreset('holysheep', 'qwen-max'),
} satisfies Record<string, Family>;
type Name = keyof typeof families;
const names = Object.keys(families) as Name[];

const item = { openai: { itemId: 'rs_1', reasoningEncryptedContent: 'x' } };
const signature = { anthropic: { signature: 'c2ln' } };
const googleSignature = { google: { thoughtSignature: 'c2ln' } };
const gatewaySignature = { holysheep: { thoughtSignature: 'c2ln' } };
const cached = { anthropic: { cacheControl: { type: 'ephemeral' } } };

interface Row {
  readonly name: string;
  readonly to: Name | readonly Name[];
  readonly given: ModelPrompt;
  /** Absent: the same object. */
  readonly becomes?: ModelPrompt;
  readonly notes?: readonly string[];
}

const reasoningGone = ['1 reasoning part(s) of another provider were left out'];
const toolLoop = (id: string): ModelPrompt => [user(), answer(call(id)), result(id)];
const broken = (toolCallId: string) => ({
  type: 'tool-result' as const,
  toolCallId,
  toolName: 'weather',
  output: { type: 'error-text' as const, value: 'The tool call was broken off: there is no result.' },
});
const opening = user('Begin the conversation.');

const rows: readonly Row[] = [
  { name: 'plain text', to: names, given: [system('Be brief.'), user()] },
  {
    name: 'a plain conversation',
    to: names.filter(name => name !== 'preset deepseek v4'),
    given: [system('Be brief.'), user(), answer(said('Hello.')), user()],
  },

  // What each family wrote itself.
  {
    name: "OpenAI's own step",
    to: 'openai',
    given: [
      user(),
      answer(thought('Hm.', item), said('So.', item), call('call_1', item), executed('ws_1')),
      result('call_1'),
    ],
  },
  {
    name: "Anthropic's own step",
    to: 'anthropic',
    given: [
      { ...user(), providerOptions: cached },
      answer(
        thought('Hm.', signature),
        thought('', { anthropic: { redactedData: 'x' } }),
        executed('srvtoolu_1'),
        executedResult('srvtoolu_1'),
        call('toolu_1'),
      ),
      result('toolu_1'),
    ],
  },
  {
    name: "Gemini's own step",
    to: 'google',
    given: [
      user(),
      answer(thought('Hm.'), said('', googleSignature), call('a.b', googleSignature), executed('x1')),
      result('a.b'),
    ],
  },
  {
    name: "Magistral's own step",
    to: 'mistral',
    given: [user(), answer(thought('Hm.'), call('aB3xK9mP2')), result('aB3xK9mP2')],
  },
  {
    name: "DeepSeek's own step",
    to: ['deepseek', 'preset deepseek', 'preset deepseek v4'],
    given: [user(), answer(thought('Hm.'), call('call_00_x')), result('call_00_x')],
  },
  {
    name: "Bedrock's own step",
    to: 'bedrock claude',
    given: [
      user(),
      answer(thought('Hm.', { bedrock: { signature: 'x' } }), call('tooluse_1')),
      result('tooluse_1'),
    ],
  },
  {
    name: "Gemini's own step behind a preset",
    to: ['preset gemini', 'preset gemini 3'],
    given: [user(), answer(call('call_1', gatewaySignature), call('call_2')), result('call_1', 'call_2')],
  },
  {
    name: 'a tool loop of ids that everyone takes',
    to: names.filter(name => !/mistral|v4|gemini 3/.test(name)),
    given: toolLoop('call_1'),
  },
  {
    name: "a middleware's own options",
    to: names.filter(name => !/v4/.test(name)),
    given: [
      { ...user(), providerOptions: { mine: { a: 1 } } },
      answer(said('Hello.', { mine: { a: 1 } })),
      user(),
    ],
  },

  // Metadata.
  {
    name: 'item ids of OpenAI',
    to: ['anthropic', 'google', 'mistral', 'deepseek', 'preset claude', 'preset gpt', 'preset qwen'],
    given: [
      user(),
      answer(said('So.', item)),
      { ...user(), providerOptions: { openai: { imageDetail: 'low' } } },
    ],
    becomes: [user(), answer(said('So.')), user()],
  },
  {
    name: "another provider's options beside one's own",
    to: 'anthropic',
    given: [
      {
        role: 'system',
        content: 'Be brief.',
        providerOptions: { ...cached, openai: { a: 1 }, mine: { b: 2 } },
      },
      user(),
    ],
    becomes: [
      { role: 'system', content: 'Be brief.', providerOptions: { ...cached, mine: { b: 2 } } },
      user(),
    ],
  },
  {
    name: 'options on a tool result',
    to: 'openai',
    given: [user(), answer(call('call_1')), { ...result('call_1'), providerOptions: cached }],
    becomes: toolLoop('call_1'),
  },
  {
    name: "Gemini's signature, behind the same gateway",
    to: ['preset gpt', 'preset claude', 'preset deepseek', 'preset qwen'],
    given: [user(), answer(call('call_1', gatewaySignature)), result('call_1')],
    becomes: toolLoop('call_1'),
  },
  {
    name: "Gemini's signature from another road, which may not be accepted there",
    to: 'preset gemini',
    given: [user(), answer(call('call_1', googleSignature)), result('call_1')],
    becomes: toolLoop('call_1'),
  },

  // Reasoning.
  {
    name: 'unsigned reasoning',
    to: [
      'openai',
      'anthropic',
      'preset gpt',
      'preset claude',
      'preset gemini',
      'preset mistral',
      'preset deepseek r1',
    ],
    given: [user(), answer(thought('Hm.'), said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: reasoningGone,
  },
  {
    name: "OpenAI's reasoning",
    to: [
      'anthropic',
      'google',
      'mistral',
      'deepseek',
      'amazon',
      'bedrock claude',
      'preset claude',
      'preset deepseek',
      'preset qwen',
    ],
    given: [user(), answer(thought('Hm.', item), said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: reasoningGone,
  },
  {
    name: "Anthropic's signed reasoning",
    to: [
      'openai',
      'google',
      'mistral',
      'deepseek',
      'bedrock claude',
      'preset claude',
      'preset gpt',
      'preset deepseek',
    ],
    given: [user(), answer(thought('Hm.', signature), said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: reasoningGone,
  },
  {
    name: 'an answer that was nothing but reasoning',
    to: 'anthropic',
    given: [user('1'), answer(thought('Hm.')), user('2')],
    becomes: [user('1'), user('2')],
    notes: reasoningGone,
  },

  // Tools that a provider ran on its own side.
  {
    name: "Anthropic's web search",
    to: ['openai', 'mistral', 'deepseek', 'preset claude', 'preset gpt'],
    given: [user(), answer(executed('srvtoolu_1'), executedResult('srvtoolu_1'), said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: ['1 tool call(s) that another provider ran were left out, with their results'],
  },
  {
    name: "OpenAI's web search",
    to: ['anthropic', 'google'],
    given: [user(), answer(executed('ws_1'), executedResult('ws_1'), said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: ['1 tool call(s) that another provider ran were left out, with their results'],
  },
  {
    name: "OpenAI's compaction",
    to: 'anthropic',
    given: [user(), answer({ type: 'custom', kind: 'openai.compaction' }, said('So.')), user()],
    becomes: [user(), answer(said('So.')), user()],
    notes: ['1 part(s) that only another provider knows were left out'],
  },

  // Ids.
  {
    name: "Moonshot's ids",
    to: ['google', 'deepseek', 'preset qwen'],
    given: toolLoop('functions.weather:0'),
  },

  // Calls and results.
  {
    name: 'a call without a result, and one with',
    to: ['openai', 'anthropic', 'google', 'preset claude', 'preset qwen'],
    given: [user(), answer(call('call_1'), call('call_2')), result('call_2'), user()],
    becomes: [
      user(),
      answer(call('call_1'), call('call_2')),
      { role: 'tool', content: [broken('call_1'), ...result('call_2').content] },
      user(),
    ],
    notes: ['1 tool call(s) without a result were given one that says so'],
  },
  {
    name: 'a call that the user spoke after',
    to: 'openai',
    given: [user('1'), answer(call('call_1')), user('2')],
    becomes: [user('1'), answer(call('call_1')), { role: 'tool', content: [broken('call_1')] }, user('2')],
    notes: ['1 tool call(s) without a result were given one that says so'],
  },
  {
    name: 'a call at the very end',
    to: 'openai',
    given: [user(), answer(call('call_1'))],
    becomes: [user(), answer(call('call_1')), { role: 'tool', content: [broken('call_1')] }],
    notes: ['1 tool call(s) without a result were given one that says so'],
  },
  {
    name: 'a result without a call',
    to: ['openai', 'preset claude'],
    given: [user('1'), result('call_9'), user('2')],
    becomes: [user('1'), user('2')],
    notes: ['1 tool result(s) without a call were left out'],
  },
  {
    name: 'a result that comes late',
    to: 'openai',
    given: [user('1'), answer(call('call_1')), user('2'), result('call_1')],
    becomes: [user('1'), answer(call('call_1')), result('call_1'), user('2')],
  },
  {
    name: 'results in two messages',
    to: 'openai',
    given: [user(), answer(call('call_1'), call('call_2')), result('call_1'), result('call_2')],
  },
  {
    name: 'an approval beside results keeps its place',
    to: 'openai',
    given: [
      user(),
      answer(call('call_1')),
      {
        role: 'tool',
        content: [
          { type: 'tool-approval-response', approvalId: 'a', approved: true },
          ...result('call_9').content,
        ],
      },
    ],
    becomes: [
      user(),
      answer(call('call_1')),
      {
        role: 'tool',
        content: [broken('call_1'), { type: 'tool-approval-response', approvalId: 'a', approved: true }],
      },
    ],
    notes: [
      '1 tool call(s) without a result were given one that says so',
      '1 tool result(s) without a call were left out',
    ],
  },

  // Roles and empty text.
  {
    name: 'an assistant that begins',
    to: ['anthropic', 'google', 'mistral', 'amazon', 'bedrock claude', 'preset claude', 'preset gemini'],
    given: [system('Be brief.'), answer(said('How can I help?')), user()],
    becomes: [system('Be brief.'), opening, answer(said('How can I help?')), user()],
    notes: ['a user message was put before the first answer'],
  },
  {
    name: 'an assistant that begins',
    to: ['openai', 'deepseek', 'preset gpt', 'preset qwen'],
    given: [system('Be brief.'), answer(said('How can I help?')), user()],
  },
  {
    name: 'empty text, and an answer of nothing',
    to: ['openai', 'anthropic', 'google', 'preset gpt', 'preset qwen'],
    given: [
      user('1'),
      answer(said('')),
      user('2'),
      answer(said(''), call('call_1')),
      result('call_1'),
      answer(),
      user('3'),
    ],
    becomes: [user('1'), user('2'), answer(call('call_1')), result('call_1'), user('3')],
  },
  {
    name: 'text of white space alone',
    to: ['anthropic', 'amazon', 'preset claude'],
    given: [user('1'), answer(said(' \n')), user('2'), answer(said('\n'), call('call_1')), result('call_1')],
    becomes: [user('1'), user('2'), answer(call('call_1')), result('call_1')],
  },
  {
    name: "a user's empty message, which is the user's affair",
    to: ['openai', 'anthropic'],
    given: [user('')],
  },
  {
    name: 'a system message in the middle',
    to: ['google', 'amazon'],
    given: [system('1'), user('a'), answer(said('b')), system('2'), user('c')],
    becomes: [system('1'), system('2'), user('a'), answer(said('b')), user('c')],
    notes: ['1 system message(s) were moved to the beginning'],
  },
  {
    name: 'a system message in the middle',
    to: ['openai', 'anthropic', 'preset gemini'],
    given: [system('1'), user('a'), answer(said('b')), system('2'), user('c')],
  },
  {
    name: 'a user right behind a result',
    to: ['mistral', 'preset mistral'],
    given: [user('1'), answer(call('aB3xK9mP2')), result('aB3xK9mP2'), user('2')],
    becomes: [
      user('1'),
      answer(call('aB3xK9mP2')),
      result('aB3xK9mP2'),
      answer(said('I have the results.')),
      user('2'),
    ],
    notes: ['an answer was put between a tool result and the next user message'],
  },

  // What a family wants in the answers of others.
  {
    name: "calls that Gemini 3 did not sign, where its vendor's adapter is not there to do it",
    to: 'preset gemini 3',
    given: [user(), answer(call('call_1'), call('call_2')), result('call_1', 'call_2')],
    becomes: [
      user(),
      answer(
        call('call_1', { holysheep: { thoughtSignature: 'skip_thought_signature_validator' } }),
        call('call_2'),
      ),
      result('call_1', 'call_2'),
    ],
  },
  {
    name: "answers of others, without DeepSeek's reasoning",
    to: 'preset deepseek v4',
    given: [user(), answer(said('So.')), user(), answer(call('call_1')), result('call_1')],
    becomes: [
      user(),
      { ...answer(said('So.')), providerOptions: { openaiCompatible: { reasoning_content: '' } } },
      user(),
      { ...answer(call('call_1')), providerOptions: { openaiCompatible: { reasoning_content: '' } } },
      result('call_1'),
    ],
  },
];

const cases = rows.flatMap(({ to, ...row }) =>
  (typeof to === 'string' ? [to] : to).map(family => ({ ...row, family })),
);

describe('a prompt on its way to another family', () => {
  it.each(cases.filter(({ becomes }) => becomes === undefined))('$name, to $family: the same object', row => {
    const fitted = fitPrompt(row.given, families[row.family]);
    expect(fitted.prompt).toBe(row.given);
    expect(fitted.notes).toEqual([]);
  });

  it.each(cases.filter(({ becomes }) => becomes !== undefined))('$name, to $family: made fit', row => {
    const before = structuredClone(row.given);
    const { prompt, notes } = fitPrompt(row.given, families[row.family]);
    expect(prompt).toEqual(row.becomes);
    expect(notes).toEqual(row.notes ?? []);
    expect(row.given).toEqual(before);
    expect(fitPrompt(prompt, families[row.family]).prompt).toBe(prompt);
  });

  it.each(rows)('$name, to an unknown model: the same object', ({ given }) => {
    expect(fitPrompt(given, null).prompt).toBe(given);
  });

  const pairOf = (prompt: ModelPrompt) => {
    const calls = prompt.flatMap(message =>
      message.role === 'assistant'
        ? message.content.flatMap(part => ('toolCallId' in part ? part.toolCallId : []))
        : [],
    );
    const results = prompt.flatMap(message =>
      message.role === 'tool'
        ? message.content.flatMap(part => ('toolCallId' in part ? part.toolCallId : []))
        : [],
    );
    return { calls, results };
  };

  it.each([
    ['openai', `call_${'x'.repeat(46)}`, /^[a-zA-Z0-9_-]{40}$/],
    ['preset gpt', 'functions.weather:0', /^[a-zA-Z0-9_-]{1,40}$/],
    ['anthropic', 'functions.weather:0', /^[a-zA-Z0-9_-]+$/],
    ['preset claude', 'call|fc_1', /^[a-zA-Z0-9_-]+$/],
    ['mistral', 'call_PTLP8xhu3uwZk4l3nlnrrJha', /^[a-zA-Z0-9]{9}$/],
    ['preset mistral', 'toolu_01NGSZ6A8jPBzZr8prgLzR7P', /^[a-zA-Z0-9]{9}$/],
    ['amazon', 'functions.weather:0', /^[a-zA-Z0-9_-]{1,64}$/],
  ] as const)('to %s: %s becomes an id that it takes, in call and result alike', (family, id, pattern) => {
    const { prompt, notes } = fitPrompt(
      [...toolLoop(id), answer(said('So.')), ...toolLoop(`${id}/`)],
      families[family],
    );
    const { calls, results } = pairOf(prompt);
    expect(calls).toHaveLength(2);
    for (const made of calls) expect(made).toMatch(pattern);
    expect(results).toEqual(calls);
    expect(new Set(calls).size).toBe(2);
    expect(notes).toEqual([]);
    expect(JSON.stringify(prompt)).toContain(`result of ${id}`);
  });

  it.each(['anthropic', 'openai', 'preset qwen'] as const)(
    'to %s: an id that comes again becomes another',
    family => {
      const { prompt } = fitPrompt([...toolLoop('call_0'), ...toolLoop('call_0')], families[family]);
      const { calls, results } = pairOf(prompt);
      expect(calls[0]).toBe('call_0');
      expect(calls[1]).toMatch(/^call_0_[a-z0-9]{9}$/);
      expect(results).toEqual(calls);
    },
  );

  it('a call that was broken off does not take the result of a later one of the same id', () => {
    const given = [user(), answer(call('call_0')), user(), ...toolLoop('call_0').slice(1)];
    const { prompt } = fitPrompt(given, families.openai);
    const outputs = prompt.flatMap(message => (message.role === 'tool' ? message.content : []));
    expect(outputs).toMatchObject([{ output: { type: 'error-text' } }, { output: { type: 'text' } }]);
  });

  const ids = fc.constantFrom(
    'call_1',
    'call_2',
    'functions.weather:0',
    'aB3xK9mP2',
    `call_${'x'.repeat(50)}`,
    '',
  );
  const options = fc.constantFrom(undefined, item, signature, googleSignature, gatewaySignature, cached);
  const text = fc.constantFrom('So.', '', ' ');
  const part = fc.oneof(
    fc.tuple(text, options).map(([words, marks]) => said(words, marks)),
    fc.tuple(text, options).map(([words, marks]) => thought(words, marks)),
    fc.tuple(ids, options).map(([id, marks]) => call(id, marks)),
    fc.constantFrom(executed('srvtoolu_1'), executed('ws_1'), executedResult('ws_1')),
  );
  const message = fc.oneof(
    fc.constantFrom(user(), user(''), system('Be brief.')),
    fc.array(part, { maxLength: 4 }).map(parts => answer(...parts)),
    fc.array(ids, { maxLength: 3 }).map(toolCallIds => result(...toolCallIds)),
  );

  it.each(names)('any prompt becomes one that %s takes, and then stays as it is', family => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), given => {
        const before = structuredClone(given);
        const { prompt } = fitPrompt(given, families[family]);
        expect(given).toEqual(before);
        expect(fitPrompt(prompt, families[family]).prompt).toBe(prompt);
        let pending: string[] = [];
        const called = new Set<string>();
        for (const { role, content } of prompt) {
          if (role === 'tool') {
            for (const each of content)
              if (each.type === 'tool-result') {
                expect(pending).toContain(each.toolCallId);
                pending = pending.filter(id => id !== each.toolCallId);
              }
            continue;
          }
          expect(pending).toEqual([]);
          if (role !== 'assistant') continue;
          expect(content).not.toEqual([]);
          pending = content.flatMap(each =>
            each.type === 'tool-call' && each.providerExecuted !== true ? [each.toolCallId] : [],
          );
          for (const id of pending) {
            expect(id).toMatch(rulesOf(families[family]).toolCallId);
            expect(called.has(id)).toBe(false);
            called.add(id);
          }
        }
        expect(pending).toEqual([]);
      }),
    );
  });
});

it('leaves a search of the Responses API out for chat completions, where it would wait for a result', () => {
  const prompt = [user('Hi'), answer(executed('ws_1'), executedResult('ws_1'), said('Found.')), user('And?')];
  const { prompt: fitted, notes } = fitPrompt(prompt, own('openai.chat'));
  expect(fitted).toEqual([user('Hi'), answer(said('Found.')), user('And?')]);
  expect(notes).toHaveLength(1);
  expect(fitPrompt(prompt, own('azure.chat')).notes).toHaveLength(1);
  expect(fitPrompt(prompt, own('openai.responses')).prompt).toEqual(prompt);
});
