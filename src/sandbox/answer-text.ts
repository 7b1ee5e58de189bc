import { pick, type Random } from './random.js';

const fillers: readonly string[] = [
  'No model was asked, and nothing left this machine.',
  'A real model would give its first reason here.',
  'A real model would weigh the other side here.',
  'Here a real answer would name an example and follow it to its end.',
  'The words are filler, but the tokens, the times and the cost are counted as for a real answer.',
  'The same seed and the same request bring this same text.',
  'Its length follows from what was asked, as it would with a real model.',
  'Here a real answer would list the steps in their order.',
  'Here a real answer would say what is not known.',
  'Here a real answer would sum up what came before.',
];

const greetings: Readonly<Record<string, string>> = {
  vietnamese: 'Xin chào thế giới',
  french: 'Bonjour le monde',
  german: 'Hallo Welt',
  spanish: 'Hola mundo',
  italian: 'Ciao mondo',
  portuguese: 'Olá mundo',
  dutch: 'Hallo wereld',
  japanese: 'こんにちは世界',
  chinese: '你好，世界',
  korean: '안녕하세요 세계',
};

/** A text that says it is simulated, repeats what was asked, and is about `words` long. */
export function answerText({
  modelId,
  ask,
  toolResults,
  random,
}: {
  modelId: string;
  ask: string;
  toolResults: ReadonlyArray<{ readonly name: string; readonly text: string }>;
  random: Random;
}): string {
  const translated = translateGreeting(ask);
  if (translated !== null) return `${translated} (simulated by the sandbox model ${modelId})`;

  const sentences = [`This is a simulated answer from the sandbox model ${modelId}.`];
  if (ask.trim() !== '') sentences.push(`You asked: "${excerpt(ask, 160)}"`);
  for (const { name, text } of toolResults) {
    sentences.push(`The tool ${excerpt(name, 64)} returned: ${excerpt(text, 600)}`);
  }
  let words = sentences.join(' ').split(' ').length;
  const wishedWords = wordsFor(ask, random);
  while (words < wishedWords) {
    const sentence = pick(fillers, random);
    sentences.push(sentence);
    words += sentence.split(' ').length;
  }
  return sentences.join(' ');
}

/** How long an answer to this would be: what it says ("in 500 words"), else by the kind of task. */
function wordsFor(ask: string, random: Random): number {
  const told = /(\d[\d,]{0,6})[- ]words?\b/i.exec(ask)?.[1];
  if (told !== undefined) return Math.min(Number(told.replaceAll(',', '')), 50_000);
  if (/\b(essay|story|article|report|design|implement|prove|refactor|write)\b/i.test(ask)) {
    return 150 + Math.floor(random() * 200);
  }
  if (/\b(explain|analy[sz]e|compare|plan|code|summari[sz]e|why|how)\b/i.test(ask)) {
    return 60 + Math.floor(random() * 90);
  }
  return 20 + Math.floor(random() * 30);
}

function translateGreeting(ask: string): string | null {
  if (!/hello,? world/i.test(ask)) return null;
  const language = /\b(?:to|into|in)\s+([a-z]+)/i.exec(ask)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(greetings, language) ? (greetings[language] as string) : null;
}

/** A text on one line without control characters, and no longer than `most`. */
function excerpt(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= most ? line : `${characters.slice(0, most).join('')}...`;
}
