import { describe, expect, it } from 'vitest';
import { readLedgerLine } from '../../src/ledger/read-ledger-line.js';
import { record } from '../record/fixtures.js';
import { ledgerRecord } from './fixtures.js';

const text = JSON.stringify(ledgerRecord());
const changed = (more: object) => JSON.stringify({ ...ledgerRecord(), ...more });

describe('a line of a ledger', () => {
  it('is the record that was written, with what a later version may add', () => {
    const written = { ...ledgerRecord({ attempts: [{ role: 'judge' }], tags: { a: 'b' } }), added: [1] };
    expect(readLedgerLine(JSON.stringify(written))).toEqual({ kind: 'record', record: written });
    expect(readLedgerLine(`\ufeff${text}`).kind).toBe('record');
  });

  it.each<[string, string, string]>([
    ['half a record', text.slice(0, 200), 'is no JSON'],
    ['two records in a line', text + text, 'is no JSON'],
    ['a list', '[1]', 'is no JSON object'],
    ['null', 'null', 'is no JSON object'],
    ['another object', '{"level":"info"}', 'holds no record of a ledger'],
    [
      'a call of `record`',
      JSON.stringify(record()),
      'is a call of `record`, for calibrate and replay; a report reads the records of `ledger`',
    ],
    ['another version', changed({ version: 2 }), 'is a record of a version that is not known here (1 is)'],
    ['a cost below zero', changed({ costNanoUsd: -1 }), 'costNanoUsd: got -1'],
    ['a cost in part of a nano-dollar', changed({ costNanoUsd: 0.5 }), 'costNanoUsd: got 0.5'],
    ['a cost beyond all sense', changed({ costNanoUsd: 1e15 }), 'costNanoUsd: got 1000000000000000'],
    ['a cost as text', changed({ costNanoUsd: 'secret' }), 'costNanoUsd: got a string'],
    ['a time that no calendar has', changed({ at: 1e16 }), 'at: got 10000000000000000'],
    ['no usage', changed({ usage: null }), 'usage: got null'],
    ['a tag that is no text', changed({ tags: { a: 1 } }), 'tags.a: got 1'],
  ])('is told what is wrong with it, and not quoted: %s', (_, line, problem) => {
    const read = readLedgerLine(line);
    expect(read).toMatchObject({ kind: 'bad', problem: expect.stringContaining(problem) });
    expect(JSON.stringify(read)).not.toContain('secret');
  });
});
