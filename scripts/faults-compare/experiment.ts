import type { Stage } from './stage.js';

export type Form = 'generate' | 'stream';
export const both: readonly Form[] = ['generate', 'stream'];
export const generateOnly: readonly Form[] = ['generate'];
export const streamOnly: readonly Form[] = ['stream'];

/**
 * `as said`: what the catalogue asks for. `differs`: not that, and one may well want it so; or something that only our
 * package has a word for. `fails`: an application would be worse off than it has to be.
 */
export type Verdict = 'as said' | 'differs' | 'fails';

/** What one subject made of one fault. */
export interface Outcome {
  readonly verdict: Verdict;
  /** A few words; the same from run to run as long as the behaviour is. */
  readonly words: string;
}

/** A fault that is played to every subject alike. Nothing in it knows whose model it is. */
export interface Experiment {
  /** In the catalogue of faults, as in `test/faults/`. */
  readonly number: number;
  readonly name: string;
  readonly forms: readonly Form[];
  /** What the catalogue says must come of it. */
  readonly expected: string;
  /** Keeps a processor busy: it is not played beside others, for whom time would stand still. */
  readonly isHeavy?: boolean;
  readonly play: (stage: Stage) => Promise<Outcome>;
}

export interface Section {
  readonly title: string;
  readonly experiments: readonly Experiment[];
}
