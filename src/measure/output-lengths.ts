/** How long answers are, by task and target: a running mean of what came out, leaning on a guess while little has. */
export interface OutputLengths {
  record(task: string, target: string, outputTokens: number): void;
  /** In tokens; `guess` where nothing has come out yet. */
  expected(task: string, target: string, guess: number): number;
}

/** The guess weighs as much as so many answers. */
const guessWeight = 5;
/** Old answers fade: a mean is over about this many. */
const rememberedAnswers = 50;
/** Tasks are named by a classifier, which may be anyone's. */
const mostMeans = 2_000;
const longestName = 100;

export function createOutputLengths(): OutputLengths {
  const means = new Map<string, { tokens: number; answers: number }>();
  const keyOf = (task: string, target: string) => `${task.slice(0, longestName)}\n${target}`;
  return {
    record(task, target, outputTokens) {
      const key = keyOf(task, target);
      const mean = means.get(key) ?? { tokens: 0, answers: 0 };
      mean.answers = Math.min(mean.answers + 1, rememberedAnswers);
      mean.tokens += (outputTokens - mean.tokens) / mean.answers;
      // Written again it is the newest: a map hands its keys out in the order they came in.
      means.delete(key);
      means.set(key, mean);
      const [oldest] = means.keys();
      if (means.size > mostMeans && oldest !== undefined) means.delete(oldest);
    },
    expected(task, target, guess) {
      const mean = means.get(keyOf(task, target));
      if (mean === undefined) return guess;
      const { tokens, answers } = mean;
      return Math.round((guess * guessWeight + tokens * answers) / (guessWeight + answers));
    },
  };
}
