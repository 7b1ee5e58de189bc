import { describe, expect, test } from 'vitest';
import { featureNames, featuresOf } from '../../../src/classify/learned/features.js';
import { domainOf } from '../../../src/classify/learned/head.js';
import { windowOf } from '../../../src/classify/learned/scratch.js';

const measured = (ask: string, name: string) => {
  const at = featureNames.indexOf(name);
  expect(at).toBeGreaterThanOrEqual(0);
  return featuresOf(ask).values[at]!;
};
const domainFor = (ask: string) => domainOf(featuresOf(ask));

describe('options', () => {
  test.each([
    ['with full stops', 'Which?\nA. one\nB. two\nC. three', 3],
    ['with brackets', 'Which?\n(A) one\n(B) two', 2],
    ['with one bracket', 'Which?\nA) one\nB) two\nC) three\nD) four\nAnswer:', 4],
    ['in small letters', 'which?\na. one\nb. two', 2],
    ['after spaces', 'Which?\n  A. one\n  B. two', 2],
    ['that do not start at the first letter', 'Which?\nB. one\nC. two', 0],
    ['of a single line', 'A. Einstein was a physicist.', 0],
    ['out of order', 'Which?\nA. one\nC. two', 0],
  ])('%s are counted', (_, ask, options) => {
    expect(measured(ask, 'options')).toBe(options);
  });

  test('are no part of the stem, nor is what follows them', () => {
    const bare = 'How many days has a week?';
    const whole = `${bare}\nA. seven hundred, or more\nB. eight\nPrint only a single choice, no more.`;
    expect(measured(whole, 'count of comma')).toBe(0);
    expect(measured(whole, 'rest')).toBe(Math.sqrt(7));
  });

  test('that are numbers are told from those that are not', () => {
    expect(measured('What?\nA. 12 m\nB. 13 m', 'numeric options')).toBe(1);
    expect(measured('What?\nA. a man\nB. a plan', 'numeric options')).toBe(0);
  });
});

test.each([
  ['How heavy is it?\nA. 2 kg\nB. 3 kg', 'calculation, few options'],
  ['How heavy is it?\nA. 2 kg\nB. none of these', 'calculation, few options'],
  [
    `How heavy is it?${['A', 'B', 'C', 'D', 'E', 'F'].map((letter, at) => `\n${letter}. ${at} kg`).join('')}`,
    'calculation',
  ],
  ['Who was it?\nA. Plato\nB. Kant', 'knowledge, few options'],
  ['Who was it?\nA. Plato\nB. Kant\nC. Hume\nD. Mill\nE. Marx', 'knowledge, few options'],
  ['Who was it?\nA. Plato\nB. Kant\nC. Hume\nD. Mill\nE. Marx\nF. Rawls', 'knowledge'],
  ['def f(x):\n    y = x\n    return y', 'code'],
  ['Find $\\frac{a}{b}$ for all a.', 'formula'],
  [
    'Let $f(x) = \\begin{cases}\n    2x &\\text{if } x < 1, \\\\\n    9 &\\text{else};\n  \\end{cases}$ Find $f(3)$.',
    'formula',
  ],
  ['For how many whole numbers $n$ is $n$ a square?', 'formula'],
  ['It costs 5$ and I have 3$. What now?', 'open'],
  ['def f(x):\n    y = x.replace("\\n", "\\t")\n    return re.sub("\\\\d+", "", y)', 'code'],
  ['<?php\n$x = \\foo\\bar($y);\n$z = "a$x";\n', 'code'],
  ['say("\\name \\there \\under \\xor");\n', 'code'],
  ['echo "$HOME is US$5";\nexit;\n', 'code'],
  ['She has $20 and spends $5 on a book for her brother. How much is left?', 'word problem'],
  ['He walks two miles each day. Determine how far he gets in 7 days.', 'word problem'],
  ['She has $20 and spends $5 on a book for her brother.', 'open'],
  ['She spends all her money on a book for her old brother. How much is left?', 'open'],
  ['What is 3 plus 5?', 'open'],
  ['In how many ways can 8 distinct integers be chosen so that 3 of them are consecutive?', 'open'],
  ['Write a poem.', 'open'],
])('%j is of its domain', (ask, domain) => {
  expect(domainFor(ask)).toBe(domain);
});

test.each([
  ['Costs 1,250.75 and 3.5', 'count of decimals', Math.sqrt(2)],
  ['He said: "no", and left; why?', 'count of question', 1],
  ['Ein Café in München', 'latinExtra per letter', 2 / 17],
  ['Привет', 'cyrillic per letter', 6 / 7],
  ['你好', 'ideographs per letter', 2 / 7],
  ['Prove that it holds', 'task prove', 1],
  ['证明它', 'task prove', 1],
  ['Udowodnij to', 'task prove', 1],
  ['one\n- two\n- three\n1. four', 'count of bullets', Math.sqrt(3)],
  ['up to 40% of 60%', 'count of percent', 2],
])('%j is counted: %s', (ask, name, value) => {
  expect(measured(ask, name)).toBeCloseTo(value, 12);
});

const withMiddle = (middle: string) => `${'Read this. '.repeat(300)}${middle}${' Then answer.'.repeat(300)}`;
test('what stands in the middle of a long ask does not count', () => {
  const copy = (ask: string) => [...featuresOf(ask).values];
  expect(copy(withMiddle('prove x = y? '.repeat(5_000)))).toEqual(copy(withMiddle('hello '.repeat(9_000))));
  expect(windowOf('x'.repeat(10_000_000))).toHaveLength(3_001);
  expect(copy(`${withMiddle('')} What is x?`)).not.toEqual(copy(withMiddle('')));
  expect(copy(withMiddle('prove '))).not.toEqual(copy(`prove ${withMiddle('')}`));
});

test('a pass leaves nothing behind for the next', () => {
  const first = [...featuresOf('Why?\nA. 1\nB. 2').values];
  featuresOf(`${'Zehn zahme Ziegen, $12.50! '.repeat(200)}\nA. x\nB. y\nC. z`);
  expect([...featuresOf('Why?\nA. 1\nB. 2').values]).toEqual(first);
});
