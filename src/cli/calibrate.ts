import type { Calibration, OperatingPoint, WantedTraffic } from '../node.js';
import { calibrate as findThresholds } from '../node.js';
import type { Command, Values } from './command.js';
import { UsageError } from './command.js';
import { bar } from './terminal/bar.js';
import { count, countOf, percent, usd } from './terminal/figures.js';
import { readCalls } from './terminal/read-calls.js';
import { readConfig } from './terminal/read-config.js';
import { table } from './terminal/table.js';
import type { Terminal } from './terminal/terminal.js';
import { wrap } from './terminal/wrap.js';

const share = { kind: 'number', value: 'ratio', max: 1 } as const;

export const calibrate: Command = {
  name: 'calibrate',
  takes: '<calls.jsonl>',
  what: 'Finds the thresholds that bring about a wanted share or cost in your own traffic: records of `createRouted({ record })`, or lines of { "prompt": "..." } or { "messages": [...] }; "-" reads stdin. Calls nothing.',
  flags: {
    'simple-share': { ...share, what: 'so many of the calls are to be simple (0.5 beside 0.2 complex)' },
    'complex-share': {
      ...share,
      what: 'so many of the calls are to be complex (0.2 where no cost is wanted)',
    },
    'cost-ratio': {
      ...share,
      what: 'instead: the most that it may cost, of all calls on the strong model (0 to 1)',
      isAboveMin: true,
    },
    'cost-usd-per-call': {
      kind: 'number',
      value: 'usd',
      what: 'instead: the most that a call may cost on average',
      isAboveMin: true,
    },
    config: { kind: 'text', value: 'file.json', what: 'the options of your createRouted, as JSON' },
    json: {
      kind: 'flag',
      what: 'print thresholds and curve as JSON; its `config` is a file for `replay --config`, or the `routing` to add to yours',
    },
  },
  async run(values, terminal) {
    const [path, ...more] = values.words;
    if (path === undefined || more.length > 0)
      throw new UsageError('calibrate needs one file: calibrate calls.jsonl, or - for stdin.');
    const wanted = wantedOf(values);
    const config = values.text.config;
    const options = config === undefined ? {} : readConfig(config);
    const calibration = findThresholds({ lines: await readCalls(path, terminal), wanted, options });
    if (values.isSet('json'))
      terminal.out(JSON.stringify({ ...calibration, config: configOf(calibration) }, null, 2));
    else show(calibration, terminal);
    return calibration.found === null ? 1 : 0;
  },
};

function wantedOf({ number }: Values): WantedTraffic {
  const { 'cost-ratio': costRatio, 'cost-usd-per-call': costUsdPerCall } = number;
  const { 'complex-share': complexShare, 'simple-share': simpleShare = null } = number;
  const given = [costRatio, costUsdPerCall, complexShare].filter(one => one !== undefined);
  if (given.length > 1)
    throw new UsageError(
      'Give one of --complex-share, --cost-ratio and --cost-usd-per-call: each decides the rest.',
    );
  if (costRatio !== undefined) return { costRatio, simpleShare };
  if (costUsdPerCall !== undefined) return { costUsdPerCall, simpleShare };
  if ((complexShare ?? 0.2) + (simpleShare ?? 0) > 1)
    throw new UsageError('--simple-share and --complex-share are more than all calls together.');
  return { complexShare: complexShare ?? 0.2, simpleShare };
}

/** Options as JSON, without what else was in the file that was given: a key may be in there. */
const configOf = ({ found }: Calibration) =>
  found === null ? null : { routing: { simpleBelow: found.simpleBelow, complexFrom: found.complexFrom } };

const fewCalls = 100;

function show(calibration: Calibration, terminal: Terminal): void {
  const { found, problem, curve, calls, shareMargin, leftOut } = calibration;
  const { out, paint, columns } = terminal;
  const tell = (text: string) => {
    for (const line of wrap(text, columns)) out(line);
  };
  const apart = [
    [leftOut.given, 'without a score, as where tier or target were given'],
    [leftOut.housekeeping, 'of housekeeping, which is always simple'],
    [leftOut.unanswered, 'failed or cancelled'],
    [leftOut.otherClassifier, 'scored by another classifier, without the prompt'],
  ] as const;
  const told = apart.filter(([calls]) => calls > 0).map(([calls, why]) => `${count(calls)} ${why}`);
  tell(
    `${countOf(calls, 'call')} that thresholds decide${told.length === 0 ? '' : `; apart from them, ${told.join(', ')}`}.`,
  );
  if (curve.length > 0) {
    out();
    for (const line of curveTable(curve)) out(line);
    out();
    tell(
      'Cost: of all calls at the first target of `complex`, for recorded tokens (else estimated ones). Quality: expected, where the strong model is 1: the score says what a cheap one loses, one in between half of it. Gap closed: of what the strong model adds to the cheap one.',
    );
  }
  out();
  if (found === null) {
    tell(`No thresholds: ${problem}.`);
    return;
  }
  tell(
    `${percent(found.simpleShare)} simple, ${percent(found.complexShare)} complex, ${usd(found.costUsdPerCall)} per call (${percent(found.costRatio)} of all complex), expected quality ${found.expectedQuality.toFixed(3)}.`,
  );
  const doubt = calls < fewCalls ? ': few calls, so take it for a first guess' : '';
  tell(
    `From ${countOf(calls, 'call')}, the share of complex is known to ± ${((shareMargin ?? 0) * 100).toFixed(1)} points${doubt}.`,
  );
  out();
  out(paint('bold', `routing: { simpleBelow: ${found.simpleBelow}, complexFrom: ${found.complexFrom} }`));
  out(`as JSON: ${JSON.stringify(configOf(calibration))}`);
}

const barCells = 10;

const curveTable = (curve: readonly OperatingPoint[]): string[] =>
  table(
    [
      { head: 'simple', isNumber: true },
      { head: 'complex', isNumber: true },
      { head: 'cost', isNumber: true },
      { head: '' },
      { head: 'per call', isNumber: true },
      { head: 'quality', isNumber: true },
      { head: 'gap closed', isNumber: true },
      { head: '' },
    ],
    curve.map(point => [
      whole(point.simpleShare),
      whole(point.complexShare),
      whole(point.costRatio),
      bar(point.costRatio, barCells),
      usd(point.costUsdPerCall),
      point.expectedQuality.toFixed(3),
      whole(point.gapClosedRatio),
      bar(point.gapClosedRatio, barCells),
    ]),
  );

const whole = (ratio: number) => `${Math.round(ratio * 100)} %`;
