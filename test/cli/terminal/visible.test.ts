import { styleText } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mark, painted } from '../../../src/cli/terminal/paint.js';
import { table } from '../../../src/cli/terminal/table.js';
import { visible, visibleLine } from '../../../src/cli/terminal/visible.js';

const steering = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe('a text that comes from elsewhere', () => {
  it.each([
    ['a title set by OSC', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['C1 and DEL', '\u009b2J\u007f', '\\u009b2J\\u007f'],
    ['another direction', 'a\u202eb\u2066c\u200f', 'a\\u202eb\\u2066c\\u200f'],
    ['a line that is written over', 'one\rtwo', 'one\\u000dtwo'],
    ['lines and tabs', 'one\r\ntwo\n\tthree', 'one\ntwo\n\tthree'],
    ['other scripts', 'Xin chào 日本 👩‍💻', 'Xin chào 日本 👩‍💻'],
  ])('is shown: %s', (_, given, shown) => {
    expect(visible(given)).toBe(shown);
  });

  it('stays one line as a name', () => {
    expect(visibleLine('a\nb\r\n\tc')).toBe('a\\u000ab\\u000d\\u000a\\u0009c');
  });

  it('steers nothing, whatever it is, and means the same as JSON', () => {
    const units = fc.string({ unit: 'binary' });
    const nasty = fc.string({ unit: fc.constantFrom(...'\u001b\u009b\u202e\u007f\r\nab[]m;') });
    fc.assert(
      fc.property(fc.oneof(units, nasty), text => {
        expect(visible(text)).not.toMatch(steering);
        expect(visibleLine(text)).not.toMatch(/[\n\t]/);
        const json = JSON.stringify({ text }, null, 2);
        expect(JSON.parse(visible(json))).toEqual({ text });
      }),
    );
  });

  it('keeps a table in its columns', () => {
    const [, rule, row] = table([{ head: 'name' }, { head: 'of' }], [['a\u001b\nb', 'x']]);
    expect(row).toBe('a\\u001b\\u000ab  x');
    expect(rule).toBe(`${'─'.repeat(14)}  ──`);
    expect(table([{ head: 'a\u001b[2J' }], [])[0]).toBe('a\\u001b[2J');
  });
});

it('a marked text alone is painted, and a mark from elsewhere leaves no colour on', () => {
  expect(painted(visible(`a ${mark('red', 'b\u001b[2J')} c`))).toBe(`a ${styleText('red', 'b\\u001b[2J')} c`);
  expect(painted('a \ufdd0 b')).toBe('a \ufdd0 b');
});
