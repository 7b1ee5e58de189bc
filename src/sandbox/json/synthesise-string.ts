import { pick, type Random } from '../random.js';
import type { Schema } from './resolve-schema.js';
import { samplePattern } from './sample-pattern.js';

const longest = 100_000;

/** Texts of the formats that JSON schemas name most; the hour and the digits come from chance. */
const formats: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': random => `2026-01-${twoDigits(random, 28)}T${twoDigits(random, 23)}:00:00Z`,
  date: random => `2026-01-${twoDigits(random, 28)}`,
  time: random => `${twoDigits(random, 23)}:00:00`,
  duration: random => `PT${1 + Math.floor(random() * 59)}M`,
  email: random => `simulated${Math.floor(random() * 1_000)}@example.com`,
  uri: random => `https://example.com/simulated/${Math.floor(random() * 1_000)}`,
  url: random => `https://example.com/simulated/${Math.floor(random() * 1_000)}`,
  'uri-reference': random => `/simulated/${Math.floor(random() * 1_000)}`,
  hostname: () => 'simulated.example.com',
  ipv4: random => `192.0.2.${1 + Math.floor(random() * 254)}`,
  ipv6: random => `2001:db8::${1 + Math.floor(random() * 254)}`,
  uuid: random =>
    `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`,
};

/** A text that a schema allows: of its format, of its pattern, else the first hint that fits, else one named after the property. */
export function synthesiseString({
  schema,
  name,
  random,
  hints,
}: {
  schema: Schema;
  name: string;
  random: Random;
  hints: string[];
}): string {
  const least = Math.min(length(schema.minLength, 0), longest);
  const most = Math.min(length(schema.maxLength, longest), longest);
  const isFit = (text: string) => {
    const characters = [...text].length;
    return characters >= least && characters <= most;
  };

  const pattern = typeof schema.pattern === 'string' ? schema.pattern : null;
  const make = formats[String(schema.format)];
  if (make !== undefined) {
    const text = make(random);
    if (isFit(text) && (pattern === null || matches(pattern, text))) return text;
  }
  if (pattern !== null) {
    const text = samplePattern(pattern, random, isFit);
    if (text !== null) return text;
  }
  const index = hints.findIndex(isFit);
  if (pattern === null && index >= 0) return hints.splice(index, 1)[0] as string;
  const plain = `simulated ${name}`;
  return plain.padEnd(least, ' simulated').slice(0, most);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
}

function length(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}

function twoDigits(random: Random, most: number): string {
  return String(1 + Math.floor(random() * most)).padStart(2, '0');
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => pick('0123456789abcdef'.split(''), random)).join('');
}
