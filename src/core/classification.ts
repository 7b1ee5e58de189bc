import type { Traits } from './traits.js';

/** How much model a call takes; each tier has a route of its own. */
export type Tier = 'simple' | 'medium' | 'complex';
export const tiers: readonly Tier[] = ['simple', 'medium', 'complex'];

/** What a classifier says of a call. */
export interface Classification {
  /** The tier, before any step up. */
  readonly tier: Tier;
  /** In 0..1: how much more a strong model is worth here. */
  readonly score: number;
  /** In 0..1: how sure the classifier is of the tier. */
  readonly confidence: number;
  /** What is asked for, in one word: `translate`, `extract`, `summarize`, `code`, `math`, `chat`, ... */
  readonly task: string;
  /** Why, in short phrases that hold no text of the prompt. */
  readonly reasons: readonly string[];
}

/** Judges a call by its traits alone: no I/O, the same answer for the same traits. */
export interface Classifier {
  readonly name: string;
  /** False for a calibrated classifier, whose thresholds already carry the doubt: no step up then. Default true. */
  readonly stepsUp?: boolean;
  classify(traits: Traits): Classification;
}
