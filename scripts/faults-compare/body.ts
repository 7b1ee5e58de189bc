import {
  type Answer,
  body,
  chunk,
  completion,
  event,
  events,
  fromB,
  role,
  textChunk,
  usageChunk,
} from '../../test/faults/answers.js';
import { answersFromA, answersFromB, withB } from './expectations.js';
import { type Experiment, generateOnly } from './experiment.js';
import { describe, isFrom, outcome, worst } from './outcome.js';

/** A body that is no answer. */
const unusable = (number: number, name: string, text: string, type = 'application/json'): Experiment =>
  withB(number, name, generateOnly, body(text, { 'content-type': type }));

/** An answer that is odd, and one. */
const kept = (number: number, name: string, answer: Answer): Experiment => ({
  number,
  name,
  forms: generateOnly,
  expected: 'A, one request',
  play: async stage => {
    const field = await stage.field({ a: answer, b: fromB });
    return answersFromA(await field.call(), field, 1);
  },
});

const emptyAnswer = (number: number, name: string, content: string | null): Experiment => ({
  number,
  name,
  forms: generateOnly,
  expected: 'an empty answer, one request',
  play: async stage => {
    const field = await stage.field({ a: body(completion(content)), b: fromB });
    const seen = await field.call();
    const isEmpty = seen.hasEnded && seen.text === '' && seen.errors.length === 0;
    return outcome(isEmpty && field.sent('a') === 1, describe(seen));
  },
});

const oddUsages = [
  { prompt_tokens: -5, completion_tokens: -1e9, total_tokens: -1 },
  { prompt_tokens: 1e15, completion_tokens: 1e15, total_tokens: 1 },
];
const isAbsurd = (tokens: number | undefined) => tokens !== undefined && (tokens < 0 || tokens > 1e9);
const brokenToolCall = JSON.stringify({
  id: 'x',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: '1', type: 'function', function: { name: 'look', arguments: '{"at": "sk' } }],
      },
      finish_reason: 'tool_calls',
    },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const jsonBytes = 64_000_000;

/** One JSON text of 64 MB, as fast as it is taken. */
const pourJson: Answer = socket => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"a":"');
  const piece = 'x'.repeat(1_048_576);
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < jsonBytes) if (!socket.write(piece)) return;
    socket.end('"}');
  };
  socket.on('drain', more);
  more();
};

export const bodyFaults: readonly Experiment[] = [
  unusable(37, '200 with an error', '{"error":{"message":"Oops","type":"server_error"}}'),
  unusable(37, '200 with an error of a rate', '{"error":{"message":"Slow","code":429}}'),
  unusable(37, '200 with an error of no kind', '{"error":"Oops"}'),
  unusable(38, '200 in HTML', '<html>Welcome</html>', 'text/html'),
  unusable(39, '200 without a body', ''),
  unusable(40, 'no choices', '{"id":"x","choices":[]}'),
  emptyAnswer(41, 'content null', null),
  emptyAnswer(42, 'content empty', ''),
  unusable(43, 'JSON that breaks off', completion('from a').slice(0, 60)),
  unusable(44, 'arrays 200,000 deep', `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
  unusable(44, 'objects 200,000 deep', '{"a":'.repeat(200_000)),
  {
    number: 45,
    name: 'JSON of 64 MB',
    isHeavy: true,
    forms: generateOnly,
    expected: 'B, and under 48 MB leave the server',
    play: async stage => {
      const field = await stage.field({ a: pourJson, b: fromB });
      const seen = await field.call();
      const isRead = field.wrote('a') > 48_000_000;
      return outcome(isFrom(seen, 'b') && !isRead, `${describe(seen)}${isRead ? ', all of it read' : ''}`);
    },
  },
  {
    number: 48,
    name: '`__proto__` in the body',
    forms: generateOnly,
    expected: 'B, and no prototype is changed',
    play: async stage => {
      const trap =
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"choices":[]}';
      const seen = await (await stage.field({ a: body(trap), b: fromB })).call();
      return ({} as { polluted?: boolean }).polluted === undefined
        ? answersFromB(seen)
        : outcome(false, 'a prototype was changed');
    },
  },
  {
    number: 49,
    name: 'usage below zero, and of a million billion tokens',
    forms: generateOnly,
    expected: 'A, and no such figure is handed on',
    play: async stage =>
      worst(
        await Promise.all(
          oddUsages.map(async usage => {
            const field = await stage.field({ a: body(completion('from a', { usage })), b: fromB });
            const seen = await field.call();
            const isBelieved = isAbsurd(seen.usage.inputTokens) || isAbsurd(seen.usage.outputTokens);
            const { verdict, words } = answersFromA(seen, field, 1);
            return isBelieved ? outcome('fails', `${words}, usage believed`) : { verdict, words };
          }),
        ),
      ),
  },
  kept(52, 'no usage', body(completion('from a', { usage: undefined }))),
  {
    number: 53,
    name: 'a tool’s input that is no JSON',
    forms: generateOnly,
    expected: 'handed on as an invalid call, not run',
    play: async stage => {
      const field = await stage.field({ a: body(brokenToolCall) });
      const seen = await field.call({ hasTool: true });
      if (seen.toolInputs.length > 0) return outcome(false, 'the tool was run');
      return outcome(
        seen.errors.length === 0 && seen.invalidToolCalls === 1,
        seen.invalidToolCalls === 1 ? 'an invalid call' : describe(seen),
      );
    },
  },
  kept(
    54,
    'events where JSON was asked for',
    events(role, textChunk('from'), textChunk(' a'), chunk({}, 'stop'), usageChunk, event('[DONE]')),
  ),
  withB(54, 'events where JSON was asked for, cut', generateOnly, events(role, textChunk('from'))),
];
