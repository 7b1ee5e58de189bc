/** The grammars in which servers write how long to wait. Strict: what does not fit exactly is null, and the next source is asked. */

/** `5`, `1.25`: a plain decimal number of at most nine digits before the point. */
export function parseDecimal(text: string): number | null {
  return /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) : null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const httpDates = [
  // IMF-fixdate, RFC 850, asctime: the three forms of RFC 9110, section 5.6.7.
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<year>\d{4})$/,
];

/** An HTTP date as milliseconds since 1970. A two-digit year from 70 on lies in the last century. */
export function parseHttpDate(text: string): number | null {
  for (const form of httpDates) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const month = months.indexOf((parts.month as string).toLowerCase());
    const [day, year, hour, minute, second] = [
      parts.day,
      parts.year,
      parts.hour,
      parts.minute,
      parts.second,
    ].map(Number) as [number, number, number, number, number];
    if (month < 0 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
    const fullYear = year >= 100 ? year : year + (year < 70 ? 2_000 : 1_900);
    // The 31st of February would be taken for a day in March.
    if (new Date(Date.UTC(fullYear, month, day)).getUTCDate() !== day) return null;
    return Date.UTC(fullYear, month, day, hour, minute, second);
  }
  return null;
}

/** An RFC 3339 instant as milliseconds since 1970. */
export function parseRfc3339(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

const unitMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  μs: 0.001,
  ns: 0.000_001,
};

/** A Go duration (`6m0s`, `1.5s`, `250ms`) in milliseconds: how OpenAI writes its resets. */
export function parseGoDuration(text: string): number | null {
  if (text.length > 64 || !/^(\d+(\.\d+)?(h|ms|m|s|us|µs|μs|ns))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|μs|ns)/g))
    totalMs += Number(amount) * (unitMs[unit as string] as number);
  return totalMs;
}

/** A reset as a wait in milliseconds: a duration, an instant, seconds to go, or seconds or milliseconds since 1970. */
export function parseReset(text: string, nowMs: number): number | null {
  const duration = parseGoDuration(text);
  if (duration !== null) return duration;
  const instant = parseRfc3339(text);
  if (instant !== null) return Math.max(0, instant - nowMs);
  if (!/^\d{1,13}(\.\d+)?$/.test(text)) return null;
  const number = Number(text);
  if (number < 1e9) return number * 1_000;
  return Math.max(0, (number < 1e11 ? number * 1_000 : number) - nowMs);
}
