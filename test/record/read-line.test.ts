import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallRecord } from '../../src/index.js';
import { readCallLine } from '../../src/record/read-line.js';
import { ask, harness } from '../layers/routed-harness.js';

async function aRecord(): Promise<CallRecord> {
  const records: CallRecord[] = [];
  const { routed } = harness(
    { a: 'fine' },
    { record: { sink: record => void records.push(record), prompts: 'whole' } },
  );
  await routed('auto').doGenerate(ask());
  return records[0]!;
}

it('reads what was recorded', async () => {
  const record = await aRecord();
  expect(readCallLine(JSON.stringify(record))).toMatchObject({
    kind: 'record',
    record: {
      callId: record.callId,
      score: record.score,
      traits: record.traits,
      usage: record.usage,
      ask: record.ask,
    },
  });
});

it('says of a record of the ledger, which may stand in the same file, that it is another kind', async () => {
  const { routed } = harness({ a: 'fine' });
  await routed('auto').doGenerate(ask());
  expect(readCallLine(JSON.stringify(routed.ledger.recent()[0]))).toEqual({
    kind: 'bad',
    problem: 'is a record of `ledger`, which cannot be replayed; one of `record` can',
  });
});

it('reads prompts, alone and as a conversation', () => {
  expect(readCallLine('{"prompt":"Hello"}')).toEqual({ kind: 'prompt', prompt: ask('Hello').prompt });
  const messages = [
    { role: 'developer', content: 'Be kind.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look:' },
        { type: 'image_url', image_url: {} },
      ],
    },
    { role: 'assistant', content: null, tool_calls: [] },
    { role: 'tool', content: 'found' },
    { role: 'user', content: 'And now?' },
  ];
  expect(readCallLine(JSON.stringify({ messages, model: 'gpt-4.1' }))).toEqual({
    kind: 'prompt',
    prompt: [
      { role: 'system', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'text', text: '' },
        ],
      },
      { role: 'assistant', content: [] },
      { role: 'user', content: [{ type: 'text', text: 'And now?' }] },
    ],
  });
});

it.each([
  ['{"prompt":"secret', 'is no JSON'],
  ['', 'is no JSON'],
  ['"secret"', 'is no JSON object'],
  ['[{"prompt":"secret"}]', 'is no JSON object'],
  ['null', 'is no JSON object'],
  ['{"text":"secret"}', 'holds neither a record nor a `prompt` nor `messages`'],
  ['{"version":2,"ask":"secret"}', 'is a record of a version that is not known here (1 is)'],
  ['{"version":1,"callId":"a","requested":7}', 'requested: got 7. Allowed: a string'],
  [
    '{"messages":[{"role":"secret","content":"x"}]}',
    'messages[0].role: got another string. Allowed: system, developer, user, assistant, tool',
  ],
])('tells what is wrong with %j, and does not quote it', (line, problem) => {
  expect(readCallLine(line)).toEqual({ kind: 'bad', problem });
});

it('throws at no text and no JSON', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map(json => `{"version":1,"traits":${json}}`),
      ),
      line => {
        expect(['record', 'prompt', 'bad']).toContain(readCallLine(line).kind);
      },
    ),
  );
});
