import {
  answerWith,
  event,
  events,
  fromB,
  healthy,
  role,
  status,
  textChunk,
} from '../../test/faults/answers.js';
import { apiKey } from './application.js';
import { answersFromB, breaksOff } from './expectations.js';
import { both, type Experiment, streamOnly } from './experiment.js';
import { describe, isFrom, isRefused, outcome, shows, showsPrompt, worst } from './outcome.js';
import type { Model } from './subjects.js';

const fromA = healthy('from a');
const base64 = Buffer.from(`Bearer ${apiKey}`).toString('base64');
/** The key in every spelling in which a server might send it back. */
const echo = `Bearer ${apiKey}, ${encodeURIComponent(apiKey)}, ${base64}`;
const echoing = { message: `Wrong key ${echo}`, code: 'invalid_api_key', type: echo, param: echo };

/** A model of the application's own that throws what is no error. */
const throwing = (value: unknown): { readonly model: Model } => {
  const thrower = async () => {
    throw value;
  };
  const model = {
    specificationVersion: 'v4',
    provider: 'own',
    modelId: 'hostile',
    supportedUrls: {},
    doGenerate: thrower,
    doStream: thrower,
  };
  return { model: model as unknown as Model };
};

export const security: readonly Experiment[] = [
  {
    number: 114,
    name: 'a line break, a NUL and a blank in headers of the caller',
    forms: both,
    expected: 'an error, nothing is sent',
    play: async stage => {
      const wrong: Record<string, string>[] = [
        { 'x-mine': 'a\r\nx-injected: b' },
        { 'x-mine': 'a\0' },
        { 'x mine': 'a' },
      ];
      const judged = [];
      for (const headers of wrong) {
        const field = await stage.field({ a: fromA, b: fromB });
        const seen = await field.call({ headers });
        const all = field.sent('a') + field.sent('b');
        judged.push(outcome(isRefused(seen) && all === 0, `${describe(seen)}${all > 0 ? ', sent' : ''}`));
      }
      return worst(judged);
    },
  },
  {
    number: 115,
    name: 'a base URL with a password in it',
    forms: both,
    expected: 'an error that does not show it',
    play: async stage => {
      const url = 'http://user:hunter2-secret@127.0.0.1:9/v1';
      try {
        const field = await stage.field({ a: { url } });
        const seen = await field.call();
        const isShown = seen.errors.some(error => shows(error, ['hunter2']));
        return outcome(isRefused(seen) && !isShown, `${describe(seen)}${isShown ? ' that shows it' : ''}`);
      } catch (error) {
        const isShown = shows(error, ['hunter2']);
        return outcome(!isShown, `error${isShown ? ' that shows it' : ''}`);
      }
    },
  },
  {
    number: 118,
    name: 'a key in a query string, and a 400 that repeats it; no other target',
    forms: both,
    expected: 'an error that does not show it',
    play: async stage => {
      const query = `?api_key=${encodeURIComponent(apiKey)}`;
      const withKey: typeof fetch = (input, init) => fetch(`${String(input)}${query}`, init);
      const refuse = status(400, {}, { message: `Bad request: /v1/chat${query}` });
      const seen = await (await stage.field({ a: refuse }, { fetch: withKey })).call();
      return outcome(isRefused(seen), describe(seen));
    },
  },
  {
    number: 119,
    name: '400, 401, 403, 404, 429 and 500 that repeat the key; no other target',
    forms: both,
    expected: 'errors that do not show it',
    play: async stage => {
      const headers = { 'x-request-id': echo, 'set-cookie': `key=${apiKey}`, 'www-authenticate': echo };
      return worst(
        await Promise.all(
          [400, 401, 403, 404, 429, 500].map(async code => {
            const refuse = status(code, { ...headers, 'retry-after': '3600' }, echoing);
            const seen = await (await stage.field({ a: refuse })).call();
            return outcome(isRefused(seen), describe(seen).replace(/ \d+$/, ''));
          }),
        ),
      );
    },
  },
  {
    number: 119,
    name: 'a page of HTML with status 200 that repeats the key; no other target',
    forms: both,
    expected: 'an error that does not show it',
    play: async stage => {
      const page = answerWith('200 OK', { 'content-type': 'text/html' }, `<html>${echo}</html>`);
      const seen = await (await stage.field({ a: page })).call();
      return outcome(isRefused(seen), describe(seen).replace(/ \d+$/, ''));
    },
  },
  {
    number: 119,
    name: 'an error within a stream that repeats the key',
    forms: streamOnly,
    expected: '"half", then an error that does not show it',
    play: async stage => {
      const broken = events(role, textChunk('half '), event({ error: echoing }));
      return breaksOff(await (await stage.field({ a: broken, b: fromB })).call(), 'half ');
    },
  },
  {
    number: 119,
    name: 'a 400: is the prompt in the error?',
    forms: both,
    expected: 'an error without the prompt',
    play: async stage => {
      const seen = await (await stage.field({ a: status(400) })).call();
      const isShown = showsPrompt(seen);
      return outcome(isRefused(seen) && !isShown, isShown ? 'the prompt is shown' : describe(seen));
    },
  },
  {
    number: 122,
    name: 'a model that throws nothing, a text, a number, a frozen object',
    forms: both,
    expected: 'B',
    play: async stage =>
      worst(
        await Promise.all(
          [undefined, 'oops', 7, Object.freeze({ a: 1 })].map(async value => {
            const seen = await (await stage.field({ a: throwing(value), b: fromB })).call();
            return isFrom(seen, 'b') ? answersFromB(seen) : outcome(false, describe(seen));
          }),
        ),
      ),
  },
];
