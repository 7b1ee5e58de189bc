import { expect } from 'vitest';
import type { ModelOptions } from '../../src/core/model.js';
import { createRouted } from '../../src/index.js';
import { answerWith, event, events, fromB, healthy, role, status, textChunk } from './answers.js';
import { expectFailed, expectFromB, expectOnce } from './expectations.js';
import type { Fault } from './fault.js';
import { both, streamOnly } from './fault.js';
import { apiKey } from './ground.js';

const fromA = healthy('from a');
const forTenant = (tenant: string): Partial<ModelOptions> => ({ providerOptions: { routed: { tenant } } });
const base64 = Buffer.from(`Bearer ${apiKey}`).toString('base64');

/** The key in every spelling in which a server might send it back. */
const echo = `Bearer ${apiKey}, ${encodeURIComponent(apiKey)}, ${base64}, https://user:${encodeURIComponent(apiKey)}@x.test/?key=${encodeURIComponent(apiKey)}`;
const echoing = { message: `Wrong key ${echo}`, code: 'invalid_api_key', type: echo, param: echo };

function expectRefusedAddresses(addresses: readonly string[]): void {
  for (const baseURL of addresses)
    for (const options of [{ baseURL }, { targets: { a: { preset: 'openai' as const, apiKey, baseURL } } }]) {
      let error: unknown;
      try {
        createRouted({ apiKey, ...options });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({ name: 'InvalidOptionsError' });
      expect(String((error as Error).stack)).not.toContain('hunter2');
    }
}

export const security: readonly Fault[] = [
  {
    number: 113,
    name: 'tenants with names of the language',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: fromA }, { extras: { a: { limits: { maxConcurrent: 1 } } } });
      const tenants = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__'];
      const calls = await Promise.all(tenants.map(tenant => field.call(forTenant(tenant))));
      for (const played of calls) expectOnce(played, 'a');
      expect(
        field
          .eventsOf('call-end')
          .map(({ tenant }) => tenant)
          .sort(),
      ).toEqual([...tenants].sort());
      expect(({} as { size?: number }).size).toBeUndefined();
    },
  },
  {
    number: 114,
    name: 'a line break in a header of the caller, and in a tenant',
    forms: both,
    run: async ground => {
      const field = await ground.field({ a: fromA });
      const headers: Record<string, string>[] = [
        { 'x-mine': 'a\r\nx-injected: b' },
        { 'x-mine': 'a\0' },
        { 'x mine': 'a' },
        { host: 'elsewhere.test' },
        { cookie: 'a=b' },
        { 'proxy-authorization': 'x' },
        { 'transfer-encoding': 'chunked' },
      ];
      for (const wrong of headers)
        expectFailed(await field.call({ headers: wrong }), { name: 'InvalidOptionsError' });
      expect(field.sent('a')).toBe(0);
      expectOnce(await field.call(forTenant('a\r\nx-injected: b')), 'a');
      expect(field.servers.a?.received.join('')).not.toContain('x-injected');
    },
  },
  {
    number: 115,
    name: 'a base URL with a user name in it, or a key',
    forms: both,
    run: async () =>
      expectRefusedAddresses([
        'https://user:hunter2-secret@x.test/v1',
        'https://hunter2-secret@x.test/v1',
        'https://x.test/v1?key=hunter2-secret',
      ]),
  },
  {
    number: 116,
    name: 'a base URL that is none',
    forms: both,
    run: async () =>
      expectRefusedAddresses([
        'file:///hunter2-secret',
        'ftp://x.test/hunter2-secret',
        'javascript:hunter2-secret',
        'hunter2-secret',
      ]),
  },
  {
    number: 118,
    name: 'a key in a query string',
    forms: both,
    run: async ground => {
      const withKey: typeof fetch = (input, init) =>
        fetch(`${String(input)}?api_key=${encodeURIComponent(apiKey)}`, init);
      const refuse = status(
        400,
        {},
        { message: `Bad request: /v1/chat?api_key=${encodeURIComponent(apiKey)}` },
      );
      const { field, ...played } = await ground.call({ a: refuse }, { fetch: withKey });
      expectFailed(played, { statusCode: 400, message: 'Bad request: /v1/chat?api_key=[redacted]' });
      expect(field.servers.a?.received.join('')).toContain('?api_key=');
    },
  },
  {
    number: 119,
    name: 'a key that the server repeats',
    forms: both,
    run: async ground => {
      const headers = { 'x-request-id': echo, 'set-cookie': `key=${apiKey}`, 'www-authenticate': echo };
      for (const code of [400, 401, 403, 404, 429, 500]) {
        const refuse = status(code, headers, echoing);
        await ground.call({ a: refuse, b: fromB });
        const { error } = await ground.call({ a: refuse }, { retry: { maxAttempts: 1 } });
        expect(error).toBeInstanceOf(Error);
      }
      const page = answerWith('200 OK', { 'content-type': 'text/html' }, `<html>${echo}</html>`);
      const { error } = await ground.call({ a: page }, { retry: { maxAttempts: 1 } });
      expect(error).toBeInstanceOf(Error);
    },
  },
  {
    number: 119,
    name: 'a key that the server repeats within a stream',
    forms: streamOnly,
    run: async ground => {
      const broken = events(role, textChunk('half '), event({ error: echoing }));
      const { parts } = await ground.call({ a: broken, b: fromB });
      expect(parts.at(-2)?.type).toBe('error');
      expectFromB(await ground.call({ a: events(role, event({ error: echoing })), b: fromB }), 'auth');
    },
  },
  {
    number: 119,
    name: 'a key with the line break of its file',
    forms: both,
    run: async ground => {
      const extras = { a: { apiKey: `${apiKey}\n` } };
      const { error } = await ground.call({ a: status(401, {}, echoing) }, { extras });
      expectFailed({ error } as never, { statusCode: 401 });
    },
  },
  {
    number: 120,
    name: 'more tenants than anybody counts',
    forms: both,
    run: async ground => {
      const field = await ground.field(
        { a: fromA },
        {
          fetch: async (_, init) =>
            new Response(
              String(init?.body).includes('"stream":true')
                ? `${textChunk('from a')}${event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}${event('[DONE]')}`
                : JSON.stringify({
                    choices: [{ index: 0, message: { content: 'from a' }, finish_reason: 'stop' }],
                  }),
              {
                headers: {
                  'content-type': String(init?.body).includes('"stream":true')
                    ? 'text/event-stream'
                    : 'application/json',
                },
              },
            ),
        },
      );
      // The heap's share of 100,000 is measured by the soak; here, that no name is kept once its call is over.
      for (let tenant = 0; tenant < 100; tenant++) await field.call(forTenant(`tenant-name-${tenant}`));
      expect(JSON.stringify(field.routed.report())).not.toContain('tenant-name');
    },
  },
];
