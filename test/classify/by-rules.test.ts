import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byRules } from '../../src/classify/by-rules.js';
import { stepUp } from '../../src/classify/step-up.js';
import { traitsOfText } from '../../src/prompt/traits-of.js';

/** The tier that a call would get: the classifier's, one up where it is unsure. */
const tierFor = (ask: string) => stepUp(byRules.classify(traitsOfText(ask)), 0.85).tier;

const simple = [
  'Translate: Hello world to Vietnamese',
  'Extract the dates from this text',
  'Hi',
  'Hello there!',
  'Thanks!',
  'What is the capital of France?',
  'What time is it in Tokyo?',
  'Who was the first person on the moon?',
  'Translate "prove the theorem" into German',
  'Classify this review as positive or negative: great product',
  'Is this email spam? Classify it.',
  'Convert this list to JSON: a, b, c',
  'Fix the grammar of this sentence: he go to school',
  'Extract all email addresses from the following text: a@b.c wrote to d@e.f',
  'Rephrase this politely: send me the file',
  'Give me a title for this article about distributed systems',
  'Sort these words: pear, apple, fig',
  'Label the sentiment of: I love it',
  'Please translate the following text to French: We prove a complex theorem about algorithms and architecture.',
  'Dịch sang tiếng Anh: Xin chào thế giới',
  'Dịch câu này sang tiếng Việt: Good morning',
  'Trích xuất các ngày tháng từ đoạn văn này',
  'Xin chào',
  'Phân loại email này là spam hay không',
  'Thủ đô của Việt Nam là gì?',
  '翻译成英文：你好世界',
  '把这句话翻译成越南语：Hello world',
  '提取这段文字中的日期',
  '你好',
  '法国的首都是什么？',
  '将以下评论分类为正面或负面',
  'Traduce al inglés: Hola mundo',
  'Traduce "Hello world" al vietnamita',
  'Extrae las fechas de este texto',
  'Hola',
  'Clasifica esta reseña como positiva o negativa',
  '¿Cuál es la capital de España?',
  'Переведи на английский: Привет, мир',
  'Переведите этот текст на вьетнамский: Hello world',
  'Извлеки даты из этого текста',
  'Привет',
  'Классифицируй отзыв: хороший или плохой',
  'Какая столица Франции?',
  'Traduis en anglais : Bonjour le monde',
  'Übersetze ins Englische: Hallo Welt',
  'Traduza para o inglês: Olá mundo',
  'Classe cet avis comme positif ou négatif',
  'Traduci: ciao mondo in inglese',
  'Traduci in inglese: dimostra il teorema',
  'Estrai le date da questo testo',
  'Ciao',
  'Qual è la capitale della Francia?',
  '「こんにちは」を英語に翻訳してください',
  '이 문장을 영어로 번역해 주세요: 안녕하세요',
];

const simpleOrMedium = [
  'Summarize this article about AI',
  'Tóm tắt bài viết này về trí tuệ nhân tạo',
  '总结这篇关于人工智能的文章',
  'Resume este artículo sobre inteligencia artificial',
  'Кратко изложи эту статью об искусственном интеллекте',
  'Summarize the key points of the meeting notes below',
  'Résume cet article sur l’IA',
  'Fasse zusammen: ein Artikel über KI',
  'この記事を要約してください',
];

const mediumOrComplex = [
  'Explain how photosynthesis works',
  'Compare electric cars and diesel cars',
  'Write a blog post about remote work',
  'Describe how the stock market works to a student',
  'Plan a week in Japan for a family of four',
  'Giải thích cách hoạt động của quang hợp',
  '解释光合作用是如何进行的',
  'Explica cómo funciona la fotosíntesis',
  'Объясни, как работает фотосинтез',
  'Explique comment fonctionne la photosynthèse',
  'Erkläre, wie Photosynthese funktioniert',
];

const complex = [
  'Write a complex Python decorator with error handling',
  'Prove that the square root of 2 is irrational',
  'Simple question: prove that there are infinitely many primes',
  'Design a distributed rate limiter for a multi-region API',
  'Debug this deadlock in my Rust program',
  'Implement a lock-free queue in C++ with tests',
  'Derive the closed form by induction and justify each step',
  'Analyze the root cause of this outage and propose a detailed remediation plan',
  'Architect a scalable chat system for ten million users',
  'Refactor this class to be thread-safe and write unit tests',
  'Find the race condition: why does this code deadlock?\n```\nlock(a); lock(b);\n```',
  'Write a function that finds the longest palindromic substring in linear time in Python',
  'Optimize this SQL query, which joins five tables, and explain the complexity: implement the fix',
  'Chứng minh rằng căn bậc hai của 2 là số vô tỉ',
  'Viết một decorator Python phức tạp có xử lý lỗi',
  'Thiết kế kiến trúc hệ thống phân tán cho ứng dụng chat',
  '证明根号2是无理数',
  '写一个复杂的Python装饰器，带错误处理',
  '设计一个分布式系统的架构',
  'Demuestra que la raíz cuadrada de 2 es irracional',
  'Escribe un decorador de Python complejo con manejo de errores',
  'Diseña una arquitectura de microservicios escalable',
  'Докажи, что корень из 2 иррационален',
  'Напиши сложный декоратор на Python с обработкой ошибок',
  'Спроектируй архитектуру распределённой системы',
  'Démontre que la racine carrée de 2 est irrationnelle',
  'Beweise, dass die Quadratwurzel aus 2 irrational ist',
  'Dimostra che la radice quadrata di 2 è irrazionale',
  'Implementa un decoratore Python complesso con gestione degli errori',
  'Demonstre que a raiz quadrada de 2 é irracional',
  '√2が無理数であることを証明してください',
  '루트 2가 무리수임을 증명하세요',
];

describe('the rules get the obvious right', () => {
  test.each(simple)('simple: %s', ask => expect(tierFor(ask)).toBe('simple'));
  test.each(simpleOrMedium)('simple or medium: %s', ask =>
    expect(['simple', 'medium']).toContain(tierFor(ask)),
  );
  test.each(mediumOrComplex)('medium or complex: %s', ask =>
    expect(['medium', 'complex']).toContain(tierFor(ask)),
  );
  test.each(complex)('complex: %s', ask => expect(tierFor(ask)).toBe('complex'));
});

describe('the rules are not taken in', () => {
  test('by words within words', () => {
    expect(
      byRules.classify(traitsOfText('How can I improve my approval of disproved rumours?')).task,
    ).not.toBe('prove');
  });

  test('by what the material says', () => {
    const article = `Summarize this:\n${'The theorem is proved by induction; we implement a distributed algorithm. '.repeat(30)}`;
    expect(byRules.classify(traitsOfText(article))).toMatchObject({ task: 'summarize', tier: 'simple' });
  });

  test('by what is not wanted', () => {
    expect(byRules.classify(traitsOfText("Don't write code, just say hello")).task).not.toBe('code');
  });

  test('by an instruction at the end of a long text', () => {
    expect(
      byRules.classify(
        traitsOfText(`${'Lorem ipsum dolor sit amet. '.repeat(400)}\n\nTranslate the text above to Spanish.`),
      ).task,
    ).toBe('translate');
  });

  test('and say so when nothing is clear', () => {
    expect(
      byRules.classify(traitsOfText('the blue one with the thing from last week, you know')).confidence,
    ).toBeLessThan(0.85);
  });
});

test('for any text the answer is the same twice, within its bounds, and holds none of the text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.lorem(),
    fc.stringMatching(/^[a-z]{12}( [a-z]{12}){0,5}$/),
  );
  fc.assert(
    fc.property(anything, ask => {
      const traits = traitsOfText(ask);
      const first = byRules.classify(traits);
      expect(byRules.classify(traits)).toEqual(first);
      expect(first.score).toBeGreaterThanOrEqual(0);
      expect(first.score).toBeLessThanOrEqual(1);
      expect(first.confidence).toBeGreaterThanOrEqual(0);
      expect(first.confidence).toBeLessThanOrEqual(1);
      for (const ratio of [first.score, first.confidence])
        expect(String(ratio).length).toBeLessThanOrEqual(5);
      for (const word of ask.split(/\s+/))
        if (word.length >= 12 && !/^[0-9.]+$/.test(word)) expect(first.reasons.join(' ')).not.toContain(word);
    }),
    { numRuns: 400 },
  );
});

test('a million characters are not all read', () => {
  const long = traitsOfText(`Explain this. ${'x '.repeat(500_000)}`);
  expect(long.ask.length).toBeLessThan(3_100);
  expect(long.askCharacters).toBeGreaterThan(1_000_000);
  expect(byRules.classify(long).task).toBe('explain');
});

test('a call that goes on after a tool is no longer the easiest', () => {
  const traits = { ...traitsOfText('What is the capital of France?'), toolResults: 2, toolCount: 1 };
  expect(byRules.classify(traits).score).toBeGreaterThan(
    byRules.classify(traitsOfText('What is the capital of France?')).score,
  );
});
