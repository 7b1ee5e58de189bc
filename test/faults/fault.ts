import type { Ground } from './ground.js';

export type Form = 'generate' | 'stream';
export const both: readonly Form[] = ['generate', 'stream'];
export const streamOnly: readonly Form[] = ['stream'];
export const generateOnly: readonly Form[] = ['generate'];

/** One entry of the fault catalogue: what goes wrong, and what must come of it. The common pass rule is checked around it. */
export interface Fault {
  /** In the catalogue. */
  readonly number: number;
  readonly name: string;
  readonly forms: readonly Form[];
  /** Plays it once and expects its own outcome. */
  readonly run: (ground: Ground) => Promise<void>;
}
