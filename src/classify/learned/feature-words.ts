import { tasks, units, vocabulary, whole } from './plain-words.js';

/** `oneLetterWords` as `one letter words`, signs in the plural. */
function plain(name: string): string {
  const known = units[name];
  if (known !== undefined) return known;
  const words = name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  return words.endsWith('s') ? words : `${words}s`;
}

const topic = (name: string): string => vocabulary[name] ?? `words about ${name}`;

/** A feature's name in plain words; as it is where there are none. */
export function featureWords(name: string): string {
  const known = whole[name];
  if (known !== undefined) return known;
  const [, task] = /^task (\w+)$/.exec(name) ?? [];
  if (task !== undefined) return tasks[task] ?? `asks to ${task}`;
  const [, subject] = /^words of (\w+)$/.exec(name) ?? [];
  if (subject !== undefined) return topic(subject);
  const [, counted] = /^count of (\w+)$/.exec(name) ?? [];
  if (counted !== undefined) return `number of ${plain(counted)}`;
  const [, subjectOfOptions] = /^options of (\w+)$/.exec(name) ?? [];
  if (subjectOfOptions !== undefined) return `${topic(subjectOfOptions)} in its options`;
  const [, what, of] = /^(\w+) per (word|letter|option word)$/.exec(name) ?? [];
  if (what === undefined) return name;
  const where = of === 'option word' ? ' in its options' : '';
  return `share of ${plain(what)}${where}`;
}
