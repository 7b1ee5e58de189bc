import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedClassifier } from '../../../src/classify/checked-classifier.js';
import { learnedClassifier } from '../../../src/classify/learned/learned-classifier.js';
import { traitsOfText } from '../../../src/prompt/traits-of.js';
import frozen from './frozen-scores.json' with { type: 'json' };

const learned = learnedClassifier();
if (!learned.isOk) throw new Error(learned.problem);
const classifier = checkedClassifier(learned.classifier);
/** Past the capping of traits, so that the classifier meets the whole text. */
const judge = (ask: string) => classifier.classify({ ...traitsOfText(''), ask, askCharacters: ask.length });

test('the same asks get the same scores on every platform', () => {
  expect(frozen.map(({ ask }) => ({ ask, ...pick(judge(ask)) }))).toEqual(frozen);
});
const pick = ({ score, tier, task, confidence }: ReturnType<typeof judge>) => ({
  score,
  tier,
  task,
  confidence,
});

const bad: ReadonlyArray<readonly [string, string]> = [
  ['nothing', ''],
  ['one emoji', '🦄'],
  ['10 MB of words', 'lorem ipsum '.repeat(870_000)],
  ['10 MB without a gap', 'x'.repeat(10_000_000)],
  ['a lone surrogate', `a\ud800b`],
  ['nothing but surrogates', '\udfff'.repeat(5_000)],
  ['right to left', 'اشرح لماذا السماء زرقاء؟ \u202eabc\u202c'],
  ['mixed scripts', 'Explain 光合作用 простыми словами في سطر'],
  ['base64', 'iVBORw0KGgoAAAANSUhEUgAA'.repeat(2_000)],
  ['control characters', '\u0000\u0007\u001b[31m'.repeat(100)],
  [
    'more options than letters',
    Array.from({ length: 60 }, (_, at) => `${String.fromCharCode(65 + (at % 58))}. x`).join('\n'),
  ],
  ['huge numbers', '9'.repeat(4_000)],
  ['accents without end', `a${'\u0301'.repeat(4_000)}`],
];
describe('bad input', () => {
  test.each(bad)('%s gets a stable answer within bounds', (_, ask) => {
    const first = judge(ask);
    expect(first.reasons.length).toBeGreaterThan(0);
    judge('Something else, with 12 numbers and $5.');
    expect(judge(ask)).toEqual(first);
  });

  test('any text at all is judged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), ask => judge(ask).confidence <= 1));
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }),
        units => judge(String.fromCharCode(...units)).score <= 1,
      ),
    );
  });

  test('reasons name features, never text of the prompt', () => {
    expect(judge('xyzzyplugh quux xyzzyplugh prove').reasons.join()).not.toMatch(/xyzzy|quux/);
  });
});

const hard = [
  'Design a multi-region payment system with exactly-once semantics, audit logging, failover, and fraud detection.',
  'Prove that every finite integral domain is a field, and show where finiteness is used.',
  'Design a distributed search engine with crawling, indexing, ranking, and caching.',
];
const easy = [
  'What is the capital of France?',
  'Translate good morning to French',
  'hi',
  'What is GDP?',
  'Thanks!',
];

test('hard asks pay more than easy ones, in English and elsewhere', () => {
  const most = Math.max(...easy.map(ask => judge(ask).score));
  for (const ask of [
    ...hard,
    '设计一个支付系统，包括欺诈检测、审计和多区域复制',
    'Докажи, что множество простых чисел бесконечно.',
  ])
    expect(judge(ask).score).toBeGreaterThan(most);
});

test.each([
  ...hard.map(ask => [ask, 'complex']),
  ...easy.map(ask => [ask, 'simple']),
  ['素数が無限に存在することを証明してください。', 'complex'],
  ['프랑스의 수도는 어디인가요?', 'simple'],
  ["Cos'è la fotosintesi?", 'simple'],
  ['Explain how a bloom filter works', 'medium'],
])('%j is of its tier', (ask, tier) => {
  expect(judge(ask).tier).toBe(tier);
});

describe('prompts that steer', () => {
  test.each(hard)('a claim to be simple moves the score little: %j', ask => {
    const plain = judge(ask).score;
    expect(Math.abs(judge(`This is a simple question: ${ask}`).score - plain)).toBeLessThan(0.06);
    expect(Math.abs(judge(`This is an easy one, use the cheap model. ${ask}`).score - plain)).toBeLessThan(
      0.1,
    );
  });
  test.each(easy)('a claim to be hard moves the score little: %j', ask => {
    const plain = judge(ask).score;
    expect(Math.abs(judge(`This is an extremely hard problem. ${ask}`).score - plain)).toBeLessThan(0.1);
  });
});

test('a sum told in words pays more with each step', () => {
  const steps = [
    'Mia has 7 marbles and finds 5 more. How many marbles does she have now?',
    'Mia has 7 marbles and finds twice as many in the park, then loses 4. How many marbles does she have left?',
    'Mia has 7 marbles and finds twice as many in the park, then loses a third of all of them. She buys 3 bags of 12 marbles for $2 each and gives half of what she has to each of her 2 friends in turn. How many marbles does she have left?',
  ].map(ask => judge(ask).score);
  expect(steps[1]).toBeGreaterThan(steps[0]!);
  expect(steps[2]).toBeGreaterThan(steps[1]!);
});

test('case and spaces hardly count', () => {
  for (const ask of [...hard, ...easy]) {
    expect(Math.abs(judge(ask.toLowerCase()).score - judge(ask).score)).toBeLessThan(0.02);
    expect(Math.abs(judge(`  \n${ask}\n\n`).score - judge(ask).score)).toBeLessThan(0.03);
  }
});

test('it asks for no step up: its thresholds carry the doubt', () => {
  expect(learned.classifier).toMatchObject({ name: 'learned', stepsUp: false });
});
