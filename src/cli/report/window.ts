import { UsageError } from '../command.js';

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const dayMs = 86_400_000;
const aDay = /^\d{4}-\d{2}-\d{2}$/;
const aMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;
const ago = /^(\d+)([mhdw])$/;

/**
 * A moment as people write one, in ms since 1970: a day of UTC (`2026-11-03`), a moment (`2026-11-03T12:00Z`; in UTC where
 * it says none), or how long ago (`7d`, `24h`). The day that something lasts until is in.
 * @throws UsageError for what is none
 */
export function momentOf(
  flag: 'since' | 'until',
  text: string | undefined,
  nowMs: number,
): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit = ''] = ago.exec(text) ?? [];
  if (amount !== undefined) return nowMs - Number(amount) * (unitMs[unit] as number);
  const isDay = aDay.test(text);
  if (isDay || aMoment.test(text)) {
    const hasZone = isDay || /(Z|[+-]\d{2}:\d{2})$/.test(text);
    const ms = Date.parse(hasZone ? text : `${text}Z`);
    // 30 February is read as a day of March.
    const day = text.slice(0, 'yyyy-mm-dd'.length);
    const isReal = !Number.isNaN(ms) && new Date(Date.parse(day)).toISOString().startsWith(day);
    if (isReal) return isDay && flag === 'until' ? ms + dayMs : ms;
  }
  throw new UsageError(
    `--${flag} must be a day (2026-11-03), a moment (2026-11-03T12:00Z) or how long ago (7d, 24h), but is "${text}".`,
  );
}
