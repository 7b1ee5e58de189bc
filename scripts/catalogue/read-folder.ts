import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GenaiModel, ModelsDevModel, Sources } from './sources.js';

/** Reads the folder. @throws Error naming the file or the date that is missing */
export function readFolder(folder: string): Sources {
  const genaiFile = newest(join(folder, 'genai-prices'), /^data-npm-(.+)\.json$/);
  const provenance = text(join(folder, 'PROVENANCE.md'));
  const providers = json<readonly { id: string; models: readonly GenaiModel[] }[]>(genaiFile.path);
  const compiled = json<Record<string, { models: Record<string, ModelsDevModel> }>>(
    join(folder, 'models.dev', 'compiled.json'),
  );
  return {
    genai: new Map(providers.map(({ id, models }) => [id, models])),
    modelsDev: new Map(Object.entries(compiled).map(([id, { models }]) => [id, models])),
    gatewayIds: json(join(folder, 'gateway', 'gateway-language-model-ids.json')),
    genaiVersion: genaiFile.version,
    genaiDate: dateIn(provenance, 'genai-prices/data-npm'),
    modelsDevDate: dateIn(provenance, 'models.dev/compiled.json'),
  };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read: the folder must hold genai-prices, models.dev and gateway`);
  }
}

function json<Value>(path: string): Value {
  const written = text(path);
  try {
    return JSON.parse(written) as Value;
  } catch {
    throw new Error(`${path} is not JSON`);
  }
}

function newest(folder: string, pattern: RegExp): { path: string; version: string } {
  const byVersion = new Intl.Collator('en', { numeric: true });
  const names = entries(folder).filter(name => pattern.test(name));
  const name = names.sort(byVersion.compare).at(-1);
  if (name === undefined) throw new Error(`${folder} holds no data-npm-<version>.json`);
  return { path: join(folder, name), version: pattern.exec(name)?.[1] as string };
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new Error(`${folder} cannot be read: the folder must hold genai-prices, models.dev and gateway`);
  }
}

/** The row of the table that begins with a file's name says when its data was published. */
function dateIn(provenance: string, file: string): string {
  const row = provenance.split('\n').find(line => line.startsWith(`| ${file}`));
  const date = /(?:publish|commit) (\d{4}-\d{2}-\d{2})/.exec(row ?? '')?.[1];
  if (date === undefined) throw new Error(`PROVENANCE.md does not say when ${file} was published`);
  return date;
}
