import { inspect } from 'node:util';
import { apiKey, prompt, type Seen } from './application.js';
import type { Outcome, Verdict } from './experiment.js';
import type { Field } from './stage.js';

/** What became of a call, in words: `B`, `error 503`, `"half" and an error`, `hangs`. */
export function describe({ hasEnded, text, errors }: Seen): string {
  const said = wordOf(text);
  const [first] = errors;
  if (!hasEnded) return said === '' ? 'hangs' : `${said}, then hangs`;
  if (errors.length > 0) return said === '' ? labelOf(first) : `${said}, then ${labelOf(first)}`;
  return said === '' ? 'an empty answer' : said;
}

function wordOf(text: string): string {
  if (text === 'from a') return 'A';
  if (text === 'from b') return 'B';
  return text === '' ? '' : `"${text.trim().slice(0, 24)}"`;
}

/** `error 503`; `abort`; `error` where no status is known. */
function labelOf(error: unknown): string {
  const { name, statusCode, lastError } = Object(error) as {
    name?: unknown;
    statusCode?: unknown;
    lastError?: unknown;
  };
  if (typeof statusCode === 'number') return `error ${statusCode}`;
  if (lastError !== undefined) return labelOf(lastError);
  if (name === 'AbortError' || name === 'TimeoutError') return 'abort';
  return 'error';
}

export const outcome = (verdict: Verdict | boolean, words: string): Outcome => ({
  verdict: typeof verdict === 'string' ? verdict : verdict ? 'as said' : 'fails',
  words,
});

export const isFrom = ({ hasEnded, text, errors }: Seen, target: string): boolean =>
  hasEnded && errors.length === 0 && text === `from ${target}`;
export const isRefused = ({ hasEnded, text, errors }: Seen): boolean =>
  hasEnded && errors.length > 0 && text === '';

/** Words about the sends, where there were more than one. */
export const sends = (count: number): string =>
  count <= 1 ? '' : count === 2 ? ', sent twice' : `, sent ${count} times`;

/** The worst of several, each word once. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  const rank: readonly Verdict[] = ['fails', 'differs', 'as said'];
  const verdict = rank.find(one => outcomes.some(outcome => outcome.verdict === one)) ?? 'as said';
  const words = [...new Set(outcomes.map(({ words }) => words))].join(' / ');
  return { verdict, words };
}

/** How long after its first request a place got its second, in milliseconds; null where there was none. */
export function gapMs(field: Field, id: string): number | null {
  const [first, second] = field.arrivals(id);
  return first === undefined || second === undefined ? null : second - first;
}

export const showsKey = (seen: Seen): boolean => seen.errors.some(error => shows(error, keySpellings));
export const showsPrompt = (seen: Seen): boolean => seen.errors.some(error => shows(error, [prompt]));

const keySpellings = [
  apiKey,
  encodeURIComponent(apiKey),
  JSON.stringify(apiKey).replaceAll('/', '\\/').slice(1, -1),
  Buffer.from(`Bearer ${apiKey}`).toString('base64').slice(0, 28),
];

/** Whether a text shows when a value is printed in one of the usual ways. */
export function shows(value: unknown, texts: readonly string[]): boolean {
  const printed = [
    inspect(value, { depth: 12, showHidden: true, maxStringLength: null }),
    value instanceof Error ? String(value.stack) : String(value),
    stringified(value),
  ].join('\n');
  return texts.some(text => printed.includes(text));
}

function stringified(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
