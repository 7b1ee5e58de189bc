import { readFileSync } from 'node:fs';
import type { RoutedOptions } from '../../index.js';
import { createRouted, InvalidOptionsError } from '../../index.js';
import { UsageError } from '../command.js';
import { problemOf } from './problem-of-text.js';

/** The options in a JSON file, as far as JSON can say them. @throws UsageError naming the file and what is wrong in it */
export function readConfig(path: string): RoutedOptions {
  const wrong = (problem: string) => new UsageError(`${path}: ${problem}`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw wrong(`cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const problem = problemOf(bytes);
  if (problem !== null) throw wrong(`${problem}.`);
  let options: RoutedOptions;
  try {
    options = JSON.parse(new TextDecoder().decode(bytes)) as RoutedOptions;
  } catch {
    throw wrong('is no JSON.');
  }
  try {
    createRouted(options);
    return options;
  } catch (error) {
    if (InvalidOptionsError.isInstance(error)) throw wrong(error.message);
    throw error;
  }
}
