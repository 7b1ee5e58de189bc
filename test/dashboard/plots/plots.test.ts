import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlotNode } from '../../../src/dashboard/plots/index.js';
import {
  attemptTimeline,
  barChart,
  circuitSpans,
  circuitStrip,
  lineChart,
  lineChartBox,
  shareBar,
  toMarkup,
  usd,
} from '../../../src/dashboard/plots/index.js';

const all = (node: PlotNode): PlotNode[] => [
  node,
  ...node.children.flatMap(child => (typeof child === 'string' ? [] : all(child))),
];
const ofClass = (node: PlotNode, name: string) =>
  all(node).filter(({ attributes }) =>
    String(attributes.class ?? '')
      .split(' ')
      .includes(name),
  );
const textsOf = (node: PlotNode) =>
  all(node).flatMap(({ tag, children }) => (tag === 'text' ? children : []));

/** Where things are drawn: the corners of each rect, circle and path. Text is apart: it is measured by the reader. */
function points(node: PlotNode): [number, number][] {
  return all(node).flatMap(({ tag, attributes: at }): [number, number][] => {
    const number = (name: string) => Number(at[name]);
    if (tag === 'rect')
      return [
        [number('x'), number('y')],
        [number('x') + number('width'), number('y') + number('height')],
      ];
    if (tag === 'circle') return [[number('cx'), number('cy')]];
    if (tag === 'line')
      return [
        [number('x1'), number('y1')],
        [number('x2'), number('y2')],
      ];
    if (tag === 'text') return [[number('x'), number('y')]];
    if (tag !== 'path') return [];
    return [...String(at.d).matchAll(/[ML](\S+?) ([^MLZ]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  });
}

function expectInside(node: PlotNode): void {
  const { width, height } = node.attributes;
  for (const [x, y] of points(node)) {
    expect(x).toBeGreaterThanOrEqual(-0.11);
    expect(x).toBeLessThanOrEqual(Number(width) + 0.11);
    expect(y).toBeGreaterThanOrEqual(-0.11);
    expect(y).toBeLessThanOrEqual(Number(height) + 0.11);
  }
  expect(toMarkup(node)).not.toMatch(/NaN|Infinity|undefined|="-\d/);
}

const anything = fc.oneof(fc.double(), fc.integer({ min: 0, max: 100 }), fc.constant(0));
const width = fc.integer({ min: 120, max: 1_600 });

const chart = {
  label: 'Calls',
  fromMs: 1_780_000_000_000,
  slotMs: 1_000,
  width: 400,
  height: 160,
  format: String,
};

describe('a line chart', () => {
  it('keeps every point in its box, and writes no NaN, whatever the values', () => {
    const values = fc.array(fc.oneof(anything, fc.constant(null)), { maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(values, { maxLength: 4 }),
        width,
        fc.integer({ min: 100, max: 400 }),
        (lists, wide, height) => {
          const series = lists.map((list, index) => ({
            name: `line ${index}`,
            // Below zero there is an axis too, but the pictures here are of what is counted.
            values: list.map(value => (value === null ? null : Math.abs(value))),
            look: index === 0 ? ('area' as const) : ('line' as const),
          }));
          expectInside(lineChart({ ...chart, series, width: wide, height, format: usd }));
        },
      ),
    );
  });

  it('goes from one edge of its box to the other, and up to its highest tick', () => {
    const one = { ...chart, series: [{ name: 'calls', values: [0, 5, 10] }] };
    const { left, right, top, bottom, slots } = lineChartBox(one);
    expect(slots).toBe(3);
    const middle = (left + right) / 2;
    const d = `M${left} ${bottom}L${Math.round(middle * 10) / 10} ${(top + bottom) / 2}L${right} ${top}`;
    expect(ofClass(lineChart(one), 'plot-line').map(({ attributes }) => attributes.d)).toEqual([d]);
  });

  it('leaves a gap where there was nothing to measure, and a dot where one value stands alone', () => {
    const drawn = lineChart({ ...chart, series: [{ name: 'p95', values: [1, 2, null, 3, null, 4, 5] }] });
    expect(ofClass(drawn, 'plot-line')).toHaveLength(2);
    expect(ofClass(drawn, 'plot-dot')).toHaveLength(1);
  });

  it('has a legend for more than one line, each with a look of its own', () => {
    const two = [
      { name: 'cost', values: [1, 2] },
      { name: 'baseline', values: [2, 3] },
    ];
    expect(textsOf(lineChart({ ...chart, series: two }))).toEqual(
      expect.arrayContaining(['cost', 'baseline']),
    );
    expect(textsOf(lineChart({ ...chart, series: two.slice(0, 1) }))).not.toContain('cost');
  });

  it.each([[[]], [[null, null]], [[Number.NaN]]])('says so where there is nothing: %j', values => {
    expect(textsOf(lineChart({ ...chart, series: [{ name: 'x', values }] }))).toContain('Nothing yet');
  });
});

describe('a share bar', () => {
  const names = fc.string({ maxLength: 40 });
  it('stays in its box, fills no more than it, and never has more than seven parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: names, value: anything }), { maxLength: 20 }),
        width,
        (parts, wide) => {
          const drawn = shareBar({ label: 'Share', parts, width: wide });
          expectInside(drawn);
          const bars = ofClass(drawn, 'plot-fill').filter(({ attributes }) => attributes.height === 18);
          expect(bars.length).toBeLessThanOrEqual(7);
          const filled = bars.reduce((sum, { attributes }) => sum + Number(attributes.width), 0);
          expect(filled).toBeLessThanOrEqual(wide + 1);
        },
      ),
    );
  });

  it('tells each share in words', () => {
    const parts = [
      { name: 'simple', value: 3, detail: '$0.01' },
      { name: 'complex', value: 1 },
    ];
    expect(textsOf(shareBar({ label: 'Share', parts, width: 400 }))).toEqual([
      'simple',
      '75.0 % · $0.01',
      'complex',
      '25.0 %',
    ]);
  });

  it('folds what is beyond seven into one', () => {
    const parts = Array.from({ length: 10 }, (_, index) => ({ name: `t${index}`, value: 1 }));
    expect(textsOf(shareBar({ label: 'Share', parts, width: 400 })).slice(-2)).toEqual([
      '4 others',
      '40.0 %',
    ]);
  });
});

describe('bars', () => {
  it('stay in their box', () => {
    const bars = fc.array(fc.record({ name: fc.string(), value: anything }), { maxLength: 20 });
    fc.assert(
      fc.property(bars, width, (given, wide) =>
        expectInside(barChart({ label: 'Cost', bars: given, width: wide, format: usd })),
      ),
    );
  });

  it('are as long as their values', () => {
    const bars = [
      { name: 'a', value: 10 },
      { name: 'b', value: 5 },
    ];
    const [long, half] = ofClass(
      barChart({ label: 'Cost', bars, width: 400, format: String }),
      'plot-fill',
    ).map(({ attributes }) => Number(attributes.width));
    expect(half).toBeCloseTo((long as number) / 2, 0);
  });
});

describe('the strip of a circuit', () => {
  const at = (ms: number, to: 'open' | 'half-open' | 'closed') => ({ at: ms, to });
  it.each([
    ['what it is now, where nothing changed', [], 'open', [['open', 100, 200]]],
    ['what it was before the window', [at(50, 'open')], 'open', [['open', 100, 200]]],
    [
      'what must have been before the first change',
      [at(150, 'open')],
      'open',
      [
        ['closed', 100, 150],
        ['open', 150, 200],
      ],
    ],
    [
      'a whole life',
      [at(110, 'open'), at(140, 'half-open'), at(141, 'closed')],
      'closed',
      [
        ['closed', 100, 110],
        ['open', 110, 140],
        ['half-open', 140, 141],
        ['closed', 141, 200],
      ],
    ],
    ['nothing of what comes after', [at(250, 'open')], 'closed', [['closed', 100, 200]]],
  ] as const)('shows %s', (_, changes, now, spans) => {
    const found = circuitSpans({ fromMs: 100, untilMs: 200, changes, now });
    expect(found.map(({ state, fromMs, untilMs }) => [state, fromMs, untilMs])).toEqual(spans);
  });

  it('covers the window without a gap, and stays in its box', () => {
    const state = fc.constantFrom('open' as const, 'half-open' as const, 'closed' as const);
    const change = fc.record({ at: fc.integer({ min: 0, max: 300 }), to: state });
    fc.assert(
      fc.property(fc.array(change), state, width, (given, now, wide) => {
        const changes = [...given].sort((one, other) => one.at - other.at);
        const spans = circuitSpans({ fromMs: 100, untilMs: 200, changes, now });
        expect(spans[0]?.fromMs).toBe(100);
        expect(spans.at(-1)?.untilMs).toBe(200);
        const ends = spans.map(({ untilMs }) => untilMs);
        expect(spans.slice(1).map(({ fromMs }) => fromMs)).toEqual(ends.slice(0, -1));
        expectInside(
          circuitStrip({ label: 'gpt', fromMs: 100, untilMs: 200, changes, now, width: wide, height: 20 }),
        );
      }),
    );
  });

  it('shows an open moment, however short, and tells states apart by height', () => {
    const changes = [at(1_000, 'open'), at(1_001, 'half-open'), at(1_002, 'closed')];
    const drawn = circuitStrip({
      label: 'x',
      fromMs: 0,
      untilMs: 1e9,
      changes,
      now: 'closed',
      width: 300,
      height: 20,
    });
    const [open] = ofClass(drawn, 'plot-circuit-open');
    expect(open?.attributes).toMatchObject({ width: 2, height: 20 });
    expect(ofClass(drawn, 'plot-circuit-half-open')[0]?.attributes.height).toBe(13);
    expect(ofClass(drawn, 'plot-circuit-closed')[0]?.attributes.height).toBe(6);
  });
});

describe('the timeline of attempts', () => {
  const attempts = [
    {
      target: 'a',
      outcome: 'failed' as const,
      errorClass: 'rate-limit' as const,
      statusCode: 429,
      startedMs: 0,
      latencyMs: 120,
      costNanoUsd: 0,
    },
    {
      target: 'b',
      outcome: 'skipped' as const,
      errorClass: 'circuit-open' as const,
      startedMs: 120,
      latencyMs: 0,
      costNanoUsd: 0,
    },
    { target: 'c', outcome: 'ok' as const, startedMs: 130, latencyMs: 870, costNanoUsd: 5 },
    {
      target: 'j',
      outcome: 'ok' as const,
      role: 'judge' as const,
      startedMs: 0,
      latencyMs: 40,
      costNanoUsd: 5,
    },
  ];

  it('begins each attempt where it was sent, and says in words what became of it', () => {
    const drawn = attemptTimeline({ label: 'Attempts', attempts, latencyMs: 1_000, width: 501 });
    expectInside(drawn);
    expect(ofClass(drawn, 'plot-attempt').map(({ attributes }) => [attributes.x, attributes.width])).toEqual([
      [0, 60],
      [60, 3],
      [65, 435],
      [0, 20],
    ]);
    expect(textsOf(drawn)).toEqual(
      expect.arrayContaining([
        '1. a: failed, rate-limit, 429, 120 ms',
        '2. b: skipped, circuit-open',
        '3. c: ok, 870 ms',
        '4. j: judge, ok, 40 ms',
      ]),
    );
    expect(ofClass(drawn, 'plot-judge')).toHaveLength(1);
  });

  it('stays in its box, whatever the times', () => {
    const attempt = fc.record({
      target: fc.string(),
      outcome: fc.constantFrom('ok' as const, 'failed' as const, 'cancelled' as const, 'skipped' as const),
      startedMs: anything,
      latencyMs: anything,
      costNanoUsd: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 60 }), anything, width, (given, latencyMs, wide) =>
        expectInside(attemptTimeline({ label: 'Attempts', attempts: given, latencyMs, width: wide })),
      ),
    );
  });
});

describe('markup', () => {
  it('holds names as text, never as markup', () => {
    const name = `"><img src=x onerror=alert(1)></script>'&`;
    const drawn = [
      shareBar({ label: name, parts: [{ name, value: 1, detail: name }], width: 2_000 }),
      barChart({ label: name, bars: [{ name, value: 1 }], width: 2_000, format: () => name }),
      lineChart({
        ...chart,
        label: name,
        series: [
          { name, values: [1] },
          { name, values: [1] },
        ],
        width: 2_000,
      }),
    ];
    for (const node of drawn) {
      const markup = toMarkup(node);
      expect(markup).not.toMatch(/<img|<\/script/);
      expect(markup).toContain(
        'aria-label="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&#39;&amp;"',
      );
    }
  });
});
