import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as entry from 'ai-sdk-routed';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { readPage } from '../scripts/check-docs/read-page.js';
import { routedCallOptions } from '../src/call-options.js';
import { routedOptions } from '../src/options.js';
import { targetOptions } from '../src/target-options.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}llms.txt`, 'utf8');
const prose = readPage('llms.txt', text).prose.join('\n');
/** What stands in inline code, in words. */
const words = new Set([...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.split(/[^\w-]+/)));

test.each([
  ['option of createRouted', Object.keys(routedOptions.shape)],
  ['option of a target', Object.keys(targetOptions.shape)],
  ['option of a call', Object.keys(routedCallOptions.shape)],
  ['export', Object.keys(entry)],
  [
    'entry',
    Object.keys(packageJson.exports).flatMap(name =>
      name === './package.json' ? [] : [name.replace(/^\.\/?/, '') || 'ai-sdk-routed'],
    ),
  ],
])('llms.txt names every %s', (_, names) => {
  expect(names.filter(name => !words.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(5);
});

test('llms.txt leads to every page of docs/, and is in the package', () => {
  const pages = readdirSync(`${root}docs`).filter(name => name.endsWith('.md'));
  expect(pages.filter(page => !text.includes(`](docs/${page})`))).toEqual([]);
  expect(packageJson.files).toContain('llms.txt');
});
