import { describe, expect, it } from 'vitest';
import { table } from '../../../src/cli/terminal/table.js';
import { wrap } from '../../../src/cli/terminal/wrap.js';

describe('a text that is wrapped', () => {
  it('breaks between words, and goes on behind an indent', () => {
    expect(wrap('one two three four', 9, 2)).toEqual(['one two', '  three', '  four']);
  });

  it('keeps its gaps within a line, and a word that is too long', () => {
    expect(wrap('  name   what it does', 16, 9)).toEqual(['  name   what it', '         does']);
    expect(wrap('a abcdefghij b', 5)).toEqual(['a', 'abcdefghij', 'b']);
  });

  it('of nothing is one empty line', () => {
    expect(wrap('', 80)).toEqual(['']);
  });
});

it('a table puts a head of several words on several lines, down to its rule', () => {
  expect(table([{ head: 'name' }, { head: 'per minute', isNumber: true }], [['a', '6,000']])).toEqual([
    '         per',
    'name  minute',
    '────  ──────',
    'a      6,000',
  ]);
});
