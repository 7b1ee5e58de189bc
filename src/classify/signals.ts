/** A task that words of an ask can name: how much a strong model is worth for it (0..1), and whether it works on given text. */
export interface Task {
  readonly score: number;
  /** The rest of the ask is material then, not instruction: what it says is not what is wanted. */
  readonly isTransformation?: boolean;
}

/** The scores are judgements, not measurements: the order is what counts. */
export const tasks = {
  chat: { score: 0.05 },
  title: { score: 0.05, isTransformation: true },
  translate: { score: 0.1, isTransformation: true },
  classify: { score: 0.1, isTransformation: true },
  extract: { score: 0.12, isTransformation: true },
  format: { score: 0.14, isTransformation: true },
  rewrite: { score: 0.15, isTransformation: true },
  question: { score: 0.18 },
  list: { score: 0.2 },
  summarize: { score: 0.22, isTransformation: true },
  write: { score: 0.45 },
  explain: { score: 0.48 },
  compare: { score: 0.5 },
  plan: { score: 0.55 },
  math: { score: 0.6 },
  analyze: { score: 0.68 },
  code: { score: 0.68 },
  debug: { score: 0.78 },
  design: { score: 0.82 },
  reason: { score: 0.8 },
  prove: { score: 0.92 },
} as const satisfies Record<string, Task>;
export type TaskName = keyof typeof tasks;

/** Words that name no task and still say how hard it is. */
export const modifiers = {
  hard: 0.12,
  rigorous: 0.08,
  easy: -0.12,
  codeTopic: 0.1,
  mathTopic: 0.1,
} as const;
export type ModifierName = keyof typeof modifiers;

export type SignalName = TaskName | ModifierName | 'negation';

/** One language's words for signals: words or pairs of words, lower case, parted by `|`. */
export type Lexicon = Readonly<Partial<Record<SignalName, string>>>;
