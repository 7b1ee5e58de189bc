import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256Of } from '../../src/privacy/sha-256.js';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.nat(300).map(length => 'a'.repeat(length)),
);

it('is the platform’s SHA-256 of the UTF-8 bytes, at every length of a block', () => {
  fc.assert(
    fc.property(text, given => {
      expect(sha256Of(given)).toBe(
        createHash('sha256').update(new TextEncoder().encode(given)).digest('hex'),
      );
    }),
  );
});

it('is the platform’s HMAC with a key, also with one that is longer than a block', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(text, key, (given, secret) => {
      const expected = createHmac('sha256', new TextEncoder().encode(secret));
      expect(sha256Of(given, secret)).toBe(expected.update(new TextEncoder().encode(given)).digest('hex'));
    }),
  );
});
