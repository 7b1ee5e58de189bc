import { expect } from 'vitest';
import {
  body,
  chunk,
  completion,
  event,
  events,
  fromB,
  open,
  pour,
  role,
  textChunk,
  usageChunk,
} from './answers.js';
import { attemptsOf, expectFromB, expectOnce } from './expectations.js';
import type { Fault } from './fault.js';
import { generateOnly } from './fault.js';
import type { Ground, Played } from './ground.js';

const alone = (ground: Ground, text: string): Promise<Played> => ground.call({ a: body(text), b: fromB });
const withUsage = (usage: unknown) => completion('from a', { usage });
const toolCall = (input: string) =>
  JSON.stringify({
    id: 'x',
    created: 1,
    model: 'm',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: '1', type: 'function', function: { name: 'look', arguments: input } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  });

/** A body that is no answer: the next target takes over. */
const unusable = (number: number, name: string, text: string, errorClass = 'unusable-body'): Fault => ({
  number,
  name,
  forms: generateOnly,
  run: async ground => expectFromB(await alone(ground, text), errorClass),
});

/** An answer whose usage is none: kept, and charged by an estimate. */
const oddUsage = (number: number, name: string, usages: readonly unknown[]): Fault => ({
  number,
  name,
  forms: generateOnly,
  run: async ground => {
    for (const usage of usages) {
      const played = await alone(ground, withUsage(usage));
      expectOnce(played, 'a');
      expect(played.report).toMatchObject({ estimated: true, usage: { outputTokens: 2 } });
      expect(played.report.usage.inputTokens).toBeGreaterThan(0);
      expect(played.report.costNanoUsd).toBeGreaterThan(0);
    }
  },
});

const emptyAnswer = (number: number, name: string, content: string | null): Fault => ({
  number,
  name,
  forms: generateOnly,
  run: async ground => {
    const played = await alone(ground, completion(content));
    expect([played.text, ...attemptsOf(played)]).toEqual(['', 'a ok']);
  },
});

export const bodyFaults: readonly Fault[] = [
  unusable(37, '200 with an error', '{"error":{"message":"Oops","type":"server_error"}}', 'server-error'),
  unusable(37, '200 with an error of a rate', '{"error":{"message":"Slow","code":429}}', 'rate-limit'),
  unusable(37, '200 with an error of no kind', '{"error":"Oops"}'),
  {
    number: 38,
    name: '200 in HTML',
    forms: generateOnly,
    run: async ground => {
      const page = body('<html>Welcome</html>', { 'content-type': 'text/html' });
      expectFromB(await ground.call({ a: page, b: fromB }), 'unusable-body');
    },
  },
  unusable(39, '200 without a body', ''),
  unusable(40, 'no choices', '{"id":"x","choices":[]}'),
  emptyAnswer(41, 'content null', null),
  emptyAnswer(42, 'content empty', ''),
  unusable(43, 'JSON that breaks off', completion('from a').slice(0, 60)),
  unusable(44, 'arrays 200,000 deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'unusable-body'),
  unusable(44, 'objects 200,000 deep', '{"a":'.repeat(200_000), 'unusable-body'),
  {
    number: 45,
    name: 'JSON of 64 MB',
    forms: generateOnly,
    run: async ground => {
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"a":"';
      const options = { timeout: { attemptMs: 100_000 } };
      const played = await ground.call({ a: pour(head, 'x'.repeat(1_048_576)), b: fromB }, options);
      expectFromB(played, 'unusable-body');
    },
  },
  {
    number: 48,
    name: '__proto__ in the body',
    forms: generateOnly,
    run: async ground => {
      const trap =
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"choices":[]}';
      expectFromB(await alone(ground, trap), 'unusable-body');
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  },
  oddUsage(49, 'negative usage', [
    { prompt_tokens: -5, completion_tokens: -1e9, total_tokens: -1 },
    { prompt_tokens: 1e15, completion_tokens: 1e15, total_tokens: 1 },
    { prompt_tokens: 1.5, completion_tokens: 0.5, total_tokens: 2 },
  ]),
  oddUsage(52, 'no usage', [undefined, null, {}]),
  {
    number: 53,
    name: 'a tool’s input that is no JSON',
    forms: generateOnly,
    run: async ground => {
      const { result, ...played } = await alone(ground, toolCall('{"at": "sk'));
      expect(attemptsOf({ result, ...played })).toEqual(['a ok']);
      expect(result?.content).toMatchObject([{ type: 'tool-call', toolName: 'look', input: '{"at": "sk' }]);
    },
  },
  {
    number: 54,
    name: 'events where JSON was asked for',
    forms: generateOnly,
    run: async ground => {
      const done = [role, textChunk('from'), textChunk(' a'), chunk({}, 'stop'), usageChunk, event('[DONE]')];
      for (const send of [events, open]) expectOnce(await ground.call({ a: send(...done), b: fromB }), 'a');
      const cut = await ground.call({ a: events(role, textChunk('from')), b: fromB });
      expectFromB(cut, 'unusable-body');
      const error = event({ error: { message: 'Oops', type: 'server_error' } });
      expectFromB(await ground.call({ a: events(role, error), b: fromB }), 'server-error');
    },
  },
  {
    number: 55,
    name: 'more usage than was allowed',
    forms: generateOnly,
    run: async ground => {
      const usage = { prompt_tokens: 3, completion_tokens: 500, total_tokens: 503 };
      const field = await ground.field({ a: body(withUsage(usage)) });
      const played = await field.call({ maxOutputTokens: 100 });
      expectOnce(played, 'a');
      expect(played.report).toMatchObject({ usage: { outputTokens: 100 }, estimated: true });
      expect(field.eventsOf('warning')).toContainEqual(
        expect.objectContaining({ target: 'a', message: expect.stringContaining('usage that cannot be') }),
      );
    },
  },
];
