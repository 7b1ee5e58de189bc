import { type Figures, figuresOf, type Kind, playBrownOut } from './brown-out.js';
import { playCapacityDrop } from './capacity-drop.js';
import { picture } from './picture.js';

const kinds: readonly Kind[] = ['ours', 'budget alone', 'no retries', 'naive'];
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;

function row(figures: Figures): string {
  const { kind, calls, sends, amplification, worstAmplification } = figures;
  const { goodBefore, goodDuring, goodAfter, recoverySeconds } = figures;
  const cells = [
    kind,
    calls,
    sends,
    `${amplification.toFixed(2)} x`,
    `${worstAmplification.toFixed(2)} x`,
    ...[goodBefore, goodDuring, goodAfter].map(percent),
    recoverySeconds === null ? 'not within 60 s' : `${recoverySeconds} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const head = [
  'callers',
  'calls',
  'sends',
  'per call',
  'worst 10 s',
  'before',
  'during',
  'after',
  'recovered after',
];

/** Plays all, and gives the picture and the table of docs/resilience-simulation.md. */
export async function simulate(): Promise<{ readonly svg: string; readonly table: string }> {
  const curves = [];
  for (const kind of kinds) curves.push(await playBrownOut(kind));
  const table = [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...curves.map(curve => row(figuresOf(curve))),
  ].join('\n');
  return { svg: picture(curves, await playCapacityDrop()), table };
}
