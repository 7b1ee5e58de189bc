import type { Sandbox } from 'ai-sdk-routed/sandbox';

/** The gateway that this app runs for itself where there is no key, and the models that the reader broke in it. */
export interface OwnSandbox {
  readonly sandbox: Sandbox;
  readonly broken: Set<string>;
}

// On globalThis: every route bundle has its own copy of this module, and each save makes another.
const key = Symbol.for('ai-sdk-routed-nextjs.sandbox');
const held = globalThis as unknown as Record<symbol, OwnSandbox | undefined>;

/** Null with the real gateway. */
export const ownSandbox = (): OwnSandbox | null => held[key] ?? null;

export function holdOwnSandbox(sandbox: Sandbox): void {
  held[key] = { sandbox, broken: new Set() };
}
