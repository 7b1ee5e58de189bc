import { readFileSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { join } from './join.js';
import { readFolder } from './read-folder.js';
import { writeModule } from './write-module.js';
import { writeReport } from './write-report.js';

const usage = 'npm run catalogue -- <folder> [--check]';

/** What the two files should hold, by path, and what a person should look at. */
export function generate(folder: string): {
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  readonly count: number;
} {
  const sources = readFolder(folder);
  const { models, notes } = join(sources);
  const files = new Map([
    ['src/price/catalogue.generated.ts', writeModule(models, sources)],
    ['docs/prices.md', writeReport(models, sources)],
  ]);
  return { files, notes, count: models.length };
}

/** Exit code 1: with `--check`, a file is not what the folder gives; without a folder. */
export function main({ root, words }: { readonly root: string; readonly words: readonly string[] }): number {
  const [folder, ...more] = words.filter(word => word !== '--check');
  if (folder === undefined || more.length > 0) {
    console.error(usage);
    return 1;
  }
  const isCheck = words.includes('--check');
  const { files, notes, count } = generate(folder);
  for (const note of notes) console.log(note);
  let isStale = false;
  for (const [path, content] of files) {
    const whole = joinPath(root, path);
    if (!isCheck) writeFileSync(whole, content);
    else if (readFileSync(whole, 'utf8') !== content) {
      isStale = true;
      console.log(`${path} is not what the folder gives: npm run catalogue -- ${folder}`);
    }
  }
  console.log(`${count} models.`);
  return isStale ? 1 : 0;
}
