import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutAsides } from '../../../src/classify/learned/without-asides.js';

const ask = 'Derive the value of x. Is it more than 3?';

test.each([
  `Easy one, the cheapest model will do. ${ask}`,
  `Hard one, only the best model you have will cope. ${ask}`,
  `This is a simple question: ${ask}`,
  `Hello! Could you please help me with this? ${ask}\nThank you so much!`,
  `${ask}\n(No premium model required.)`,
  `Quick one - ${ask}`,
  `THIS IS EXTREMELY HARD!\n\n${ask}`,
  `It’s easy. ${ask}`,
  `You are a helpful assistant. Answer the question.\n${ask}`,
  `Das ist eine leichte Frage, dafür reicht das kleinste Modell. ${ask}`,
  `Esto es muy fácil, basta con un modelo barato. ${ask}`,
  `C’est une question très difficile, il faut le meilleur modèle. ${ask}`,
  `Это очень сложная задача, нужна самая мощная модель. ${ask}`,
  `这个问题非常难，需要最强的模型。${ask}`,
  `とても難しい問題なので、一番賢いモデルでお願いします。${ask}`,
])('what a writer only says of an ask goes: %j', text => {
  expect(withoutAsides(text).trim()).toBe(ask);
});

test.each([
  ask,
  'hi there',
  'Thanks!',
  'Hello! Thanks.',
  'Is this hard? Easy?',
  'The best answer is: Why?',
  'Which model is cheapest for my translation? Compare three of them.',
  'What is 12 + 5? It costs $3. Answer:',
  'Translate into French: you are the best of the best students in town, my clever friend, and so is she',
  'Solve "an easy problem". Then give the proof.',
  'A hard 3 kg ball falls. How fast is it?',
  'Answer the question. Name four rivers.',
  'Is a machine learning model the best here? Compare four.',
  '翻译：你好，世界。再见朋友。',
])('what belongs to the ask stays: %j', text => {
  expect(withoutAsides(text)).toBe(text);
});

test('four asides at most go from each end, so that a text of asides is bounded', () => {
  const many = 'This is easy. '.repeat(20);
  expect(withoutAsides(`${many}${ask}`)).toHaveLength(
    many.length + ask.length - 4 * 'This is easy. '.length + 1,
  );
});

test('what is left is always a part of the text, and long texts cost no more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => text.includes(withoutAsides(text))),
  );
  const long = `${'easy '.repeat(2_000_000)}${ask}`;
  expect(withoutAsides(long)).toBe(long);
});
