/** What people ask, by how much model it takes; written for this demo. */
const simple = [
  'Translate: Hello world to Vietnamese',
  'Extract the dates from this text: we met on 3 May and again on 12 June.',
  'Is this review positive or negative? "The soup was cold, the waiter was not."',
  'What is the capital of Australia?',
  'Dịch sang tiếng Anh: Trời hôm nay đẹp quá',
  '把这句话翻译成英文:今天天气很好',
  'Traduce al inglés: ¿Dónde está la estación?',
  'Переведи на английский: Который час?',
];

const medium = [
  'Summarize this article about AI: models grow, prices fall, and most calls do not need the largest one.',
  'Write a friendly email to a customer whose parcel is three days late, and offer a voucher.',
  'Compare SQLite and PostgreSQL for a small web shop, with the pros and cons of each.',
  'Explain how a hash map handles collisions to somebody who knows arrays.',
];

const complex = [
  'Write a complex Python decorator with error handling',
  'Prove that the square root of 2 is irrational',
  'Design a rate limiter for a distributed system that must never let more than 100 requests per second pass, and analyse its failure modes step by step.',
  'Refactor this recursive function into an iterative one and prove that both compute the same: function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); }',
];

/** Of ten calls six are meant as simple, three as medium, one as complex. */
const mix = [simple, medium, simple, medium, simple, complex, simple, medium, simple, simple];

/** Call number `index` of the mixed load, the same each time. */
export function promptFor(index: number): string {
  const pool = mix[index % mix.length] as readonly string[];
  return pool[Math.floor(index / 2) % pool.length] as string;
}
