import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { followFile } from '../../src/cli/report/serve/follow-file.js';

it('hands on a last record whose line has no end, once, and half of one not before it is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'routed-'));
  const path = join(folder, 'ledger.jsonl');
  const lines: string[] = [];
  await writeFile(path, '{"a":1}\n{"a":2}');
  const file = await followFile(path, line => lines.push(line));
  await file.readOn();
  expect(lines).toEqual(['{"a":1}', '{"a":2}']);
  await appendFile(path, '\n{"a":{"b":3}');
  await file.readOn();
  await appendFile(path, '}\n');
  await file.readOn();
  expect(lines).toEqual(['{"a":1}', '{"a":2}', '{"a":{"b":3}}']);
  await file.close();
  await rm(folder, { recursive: true });
});
