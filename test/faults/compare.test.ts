import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiKey, prompt, type Seen } from '../../scripts/faults-compare/application.js';
import { type Row, renderSection, renderTotals } from '../../scripts/faults-compare/document.js';
import { describe as inWords, showsKey, showsPrompt, worst } from '../../scripts/faults-compare/outcome.js';
import { sections } from '../../scripts/faults-compare/sections.js';

const seen = (more: Partial<Seen>): Seen => ({
  hasEnded: true,
  text: '',
  errors: [],
  toolInputs: [],
  invalidToolCalls: 0,
  usage: {},
  tookMs: 1,
  ...more,
});

describe('what came of a call, in words', () => {
  it.each<[Partial<Seen>, string]>([
    [{ text: 'from a' }, 'A'],
    [{ text: 'from b' }, 'B'],
    [{ text: 'half from b' }, '"half from b"'],
    [{}, 'an empty answer'],
    [{ hasEnded: false }, 'hangs'],
    [{ hasEnded: false, text: 'half ' }, '"half", then hangs'],
    [{ errors: [Object.assign(new Error('no'), { statusCode: 503 })] }, 'error 503'],
    [
      { errors: [Object.assign(new Error('no'), { lastError: { statusCode: 429 } })], text: 'half ' },
      '"half", then error 429',
    ],
    [{ errors: [undefined] }, 'error'],
    [{ errors: [new DOMException('late', 'TimeoutError')] }, 'abort'],
  ])('%o', (more, words) => {
    expect(inWords(seen(more))).toBe(words);
  });
});

describe('what an application is shown', () => {
  it.each([apiKey, encodeURIComponent(apiKey), Buffer.from(`Bearer ${apiKey}`).toString('base64')])(
    'finds the key as %s, however deep',
    spelling => {
      const error = new Error('no', { cause: { headers: { 'x-echo': `<${spelling}>` } } });
      expect(showsKey(seen({ errors: [error] }))).toBe(true);
      expect(showsKey(seen({ errors: [new Error('no', { cause: { headers: {} } })] }))).toBe(false);
    },
  );
  it('finds the prompt', () => {
    expect(showsPrompt(seen({ errors: [Object.assign(new Error('no'), { body: [prompt] })] }))).toBe(true);
    expect(showsPrompt(seen({ errors: [new Error('no')] }))).toBe(false);
  });
});

describe('the tables', () => {
  const row = (form: Row['form'], verdict: Row['outcomes'][string]['verdict'], words: string): Row => ({
    section: 'HTTP',
    number: 13,
    name: '429',
    form,
    expected: 'B',
    outcomes: { ours: { verdict: 'as said', words: 'B' }, theirs: { verdict, words } },
  });

  it('says both forms in one line where they came to the same, and only there', () => {
    const alike = [row('generate', 'fails', 'hangs'), row('stream', 'fails', 'hangs')];
    expect(renderSection(alike, ['ours', 'theirs']).split('\n').slice(2)).toEqual([
      '| 13 | 429 | both | B | ✓ B | ✗ hangs |',
    ]);
    const unlike = [row('generate', 'fails', 'hangs'), row('stream', 'differs', 'A')];
    expect(renderSection(unlike, ['ours', 'theirs']).split('\n').slice(2)).toEqual([
      '| 13 | 429 | generate | B | ✓ B | ✗ hangs |',
      '| 13 | 429 | stream | B | ✓ B | ≈ A |',
    ]);
  });

  it('counts every form by itself', () => {
    const rows = [row('generate', 'fails', 'hangs'), row('stream', 'differs', 'A')];
    expect(renderTotals(rows, ['theirs']).split('\n').slice(2)).toEqual([
      '| generate | 1 | 0 ✓, 0 ≈, 1 ✗ |',
      '| stream | 1 | 0 ✓, 1 ≈, 0 ✗ |',
      '| together | 2 | 0 ✓, 1 ≈, 1 ✗ |',
    ]);
  });

  it('holds a group of calls to its worst', () => {
    const outcomes = [
      { verdict: 'as said', words: 'B' },
      { verdict: 'fails', words: 'error' },
      { verdict: 'differs', words: 'B' },
    ] as const;
    expect(worst(outcomes)).toEqual({ verdict: 'fails', words: 'B / error' });
  });
});

describe('docs/faults.md', () => {
  const document = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
  const faults = sections.flatMap(({ experiments }) => experiments);

  it.each(faults.map(({ number, name }) => [number, name]))('has a row for %s, %s', (number, name) => {
    expect(document).toContain(`| ${number} | ${name} |`);
  });
  it('has no row for a fault that is not played', () => {
    const rows = document.matchAll(/^\| (\d+) \| (.+?) \| (?:both|generate|stream) \|/gm);
    const known = faults.map(({ number, name }) => `${number} ${name}`);
    for (const [, number, name] of rows) expect(known).toContain(`${number} ${name}`);
  });
});
