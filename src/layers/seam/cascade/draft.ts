import type { ModelFinishReason, ModelResult } from '../../../core/model.js';

/** An answer that is looked at before it is handed on. */
export interface Draft {
  readonly text: string;
  /** Null: it broke off. */
  readonly finishReason: ModelFinishReason['unified'] | null;
}

/** Null: it calls tools, so it goes to the caller whatever it looks like. */
export function draftOf({ content, finishReason }: ModelResult): Draft | null {
  let text = '';
  for (const part of content) {
    if (isOfTools(part)) return null;
    if (part.type === 'text') text += part.text;
  }
  return { text, finishReason: finishReason.unified };
}

/** Calls, their inputs, results and what is asked before they run. Whatever the types say, a model may leave the type out. */
export const isOfTools = ({ type }: { readonly type?: string }): boolean => String(type).startsWith('tool-');
