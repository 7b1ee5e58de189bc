import type { Curves } from './brown-out.js';
import { story } from './brown-out.js';
import type { LimitCurve } from './capacity-drop.js';

const width = 760;
const plotLeft = 64;
const plotWidth = 560;
const plotHeight = 150;
const gap = 62;
const firstTop = 74;

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
  readonly isDashed?: boolean;
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly most: number;
  readonly step: number;
  readonly lines: readonly Line[];
  /** Seconds in which something is broken. */
  readonly shaded: readonly [number, number];
}

const colours = { ours: '#0b6bcb', 'no retries': '#b35900', naive: '#c2185b', offered: '#6b7280' } as const;

/** The means of three seconds each: the arrivals are random, and the eye should not follow them. */
const smooth = (values: readonly number[]): number[] =>
  values.map((_, at) => {
    const near = values.slice(Math.max(0, at - 1), at + 2);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });

/** The picture of both stories, on a card of its own so that it can be read on light and on dark pages. */
export function picture(curves: readonly Curves[], limit: LimitCurve): string {
  const shown = curves.filter(({ kind }) => kind in colours);
  const colourOf = (kind: string) => colours[kind as keyof typeof colours];
  const offered: Line = {
    name: 'offered',
    colour: colours.offered,
    values: smooth(shown[0]?.offered ?? []),
    isDashed: true,
  };
  const shaded = [story.beginsAtSecond, story.endsAtSecond] as const;
  const panels: Panel[] = [
    {
      title: 'Goodput: calls answered in time',
      unit: 'calls per second',
      most: 150,
      step: 50,
      shaded,
      lines: [
        offered,
        ...shown.map(({ kind, good }) => ({ name: kind, colour: colourOf(kind), values: smooth(good) })),
      ],
    },
    {
      title: 'Load: requests that reach the service',
      unit: 'requests per second',
      most: 1_000,
      step: 250,
      shaded,
      lines: [
        offered,
        ...shown.map(({ kind, sends }) => ({ name: kind, colour: colourOf(kind), values: smooth(sends) })),
      ],
    },
    {
      title: 'Another run: one caller with more calls than its service can answer',
      unit: 'at a time',
      most: 120,
      step: 40,
      shaded: [
        limit.servers.findIndex(servers => servers < (limit.servers[0] ?? 0)),
        limit.servers.findLastIndex(servers => servers < (limit.servers[0] ?? 0)) + 1,
      ],
      lines: [
        { name: 'servers', colour: colours.offered, values: limit.servers, isDashed: true },
        { name: 'adaptive limit', colour: colours.ours, values: limit.inFlight },
      ],
    },
  ];
  const height = firstTop + panels.length * (plotHeight + gap) - 4;
  const subtitle = `${story.callers} callers, ${story.callsPerSecond} calls per second together; ${story.serversInBrownOut} of ${story.servers} servers left while shaded`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2937" role="img" aria-label="A brown-out, simulated">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff" stroke="#d1d5db"/>`,
    text(
      plotLeft,
      28,
      'A brown-out: who recovers, and what they send meanwhile',
      'font-size="17" font-weight="600"',
    ),
    text(plotLeft, 47, subtitle, 'fill="#4b5563"'),
    ...panels.map((panel, index) => drawn(panel, firstTop + index * (plotHeight + gap))),
    '</svg>',
    '',
  ].join('\n');
}

function drawn({ title, unit, most, step, lines, shaded }: Panel, top: number): string {
  const length = Math.max(...lines.map(({ values }) => values.length));
  const x = (second: number) => round(plotLeft + (second / (length - 1)) * plotWidth);
  const y = (value: number) => round(top + 12 + plotHeight - (Math.min(value, most) / most) * plotHeight);
  const parts = [
    `<rect x="${x(shaded[0])}" y="${y(most)}" width="${round(x(shaded[1]) - x(shaded[0]))}" height="${plotHeight}" fill="#f3e8d2"/>`,
    text(plotLeft, top + 5, `${title} (${unit})`, 'font-weight="600"'),
  ];
  for (let value = 0; value <= most; value += step) {
    parts.push(`<path d="M${plotLeft} ${y(value)}h${plotWidth}" stroke="#e5e7eb"/>`);
    parts.push(text(plotLeft - 8, y(value) + 4, String(value), 'text-anchor="end" fill="#4b5563"'));
  }
  for (let second = 0; second < length; second += 30)
    parts.push(text(x(second), top + plotHeight + 28, `${second} s`, 'text-anchor="middle" fill="#4b5563"'));
  for (const [index, { name, colour, values, isDashed }] of lines.entries()) {
    const dash = isDashed === true ? ' stroke-dasharray="5 4"' : '';
    const points = values.map((value, second) => `${x(second)},${y(value)}`).join(' ');
    parts.push(
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${dash}/>`,
    );
    const at = top + 26 + index * 20;
    parts.push(
      `<path d="M${plotLeft + plotWidth + 14} ${at - 4}h22" stroke="${colour}" stroke-width="3"${dash}/>`,
    );
    parts.push(text(plotLeft + plotWidth + 42, at, name));
  }
  return parts.join('\n');
}

const round = (value: number): number => Math.round(value * 10) / 10;
const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}"${more === '' ? '' : ` ${more}`}>${words}</text>`;
