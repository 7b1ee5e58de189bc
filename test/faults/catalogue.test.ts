import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { catalogue, scripted, waitingForRedis } from './catalogue.js';

describe.each(catalogue)('the wall of section $name', ({ numbers, faults }) => {
  it('plays each number of the catalogue, and none that is not in it', () => {
    const played = new Set(faults.map(({ number }) => number));
    const missing = numbers.filter(
      number => !played.has(number) && !scripted.has(number) && !waitingForRedis.has(number),
    );
    expect(missing).toEqual([]);
    expect([...played].filter(number => !numbers.includes(number))).toEqual([]);
  });
});

it.each([...scripted])('%i is played by a scripted model', async (_, [file, title]) => {
  expect(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')).toContain(title);
});
